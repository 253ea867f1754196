"""The nine stories of who uses Ayni, as `benchmarks/stories.py` walks them."""

from __future__ import annotations

import pytest
import stories


@pytest.mark.soak
@pytest.mark.parametrize("who", stories.STORIES)
def test_a_story_is_walked_to_its_end(who, browser, server):
    person, _ = stories.walked(stories.STORIES[who][1], browser, server)
    assert person.clicks + person.keys
