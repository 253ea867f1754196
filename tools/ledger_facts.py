"""Writes the evidence registry's tables of votes, violence, financing, rights and of 2020 from facts read by hand.

python tools/ledger_facts.py FOLDER
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ayni.evidence.registry import COLUMNS, FOLDER, SOURCES
from registry import Row, slug, with_ids, write

PLACES = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth")
TOTALS = ("Valid", "Blank", "Null", "Cast", "Registered")
COUNTS = {"2019-10-20": "annulled", "2025-08-17": "first_round", "2025-10-19": "runoff"}
EDITIONS = {
    "FAO edition of 2020 via IISEC-UCB": "edition_2020",
    "FAO edition of 2018 via Correo del Sur": "edition_2018",
}
AUTHORS = {
    "Minister of the presidency (official)": "minister",
    "Prensa Latina": "press_agency",
    "S. Chacon on state radio: 3 urban, 1 border": "state_radio",
    "Ombudsman: three investigations of the right to life": "ombudsman",
}
# indicator: (table, indicator in the registry, unit)
KEPT = {
    "femicides": ("violence", "femicides", "cases"),
    "infanticides": ("violence", "infanticides", "cases"),
    "law_348_cases": ("violence", "law_348.complaints", "complaints"),
    "sexual_offence_complaints": ("violence", "sexual_offences.complaints", "complaints"),
    "violence_budget.executed_share": ("violence", "violence_budget.executed_share", "%"),
    "violence_budget.share_of_investment": ("violence", "violence_budget.share_of_investment", "%"),
    "presidential_election.votes": ("elections", "presidential_election.votes", "votes"),
    "referendum_2016.votes": ("elections", "referendum_2016.votes", "votes"),
    "constitutional_referendum_2009.votes": ("elections", "constitutional_referendum_2009.votes", "votes"),
    "recall_referendum_2008.votes_to_keep": ("elections", "recall_referendum_2008.president_kept", "%"),
    "recall_referendum_2008.threshold": ("elections", "recall_referendum_2008.threshold", "%"),
    "presidential_election.lead": ("elections", "presidential_election.lead", "percentage points"),
    "seats.deputies": ("elections", "seats.deputies", "seats"),
    "seats.senate": ("elections", "seats.senate", "seats"),
    "election_2019.oas_sheets_questioned": ("elections", "election_2019.sheets_questioned", "tally sheets"),
    "election_2019.late_vote_fraud_estimate": ("elections", "election_2019.late_vote_estimate", "%"),
    "imf_rfi": ("financing", "imf_emergency_credit", "million USD"),
    "imf_sdr_allocation": ("financing", "imf_allocation", "million USD"),
    "imf_debt_relief": ("financing", "imf_debt_relief", "million USD"),
    "external_public_debt": ("financing", "external_public_debt", "million USD"),
    "external_loans_authorised": ("financing", "external_loans_authorised", "million USD"),
    "igf.revenue": ("financing", "igf.revenue", "million Bs"),
    "hydrocarbon_rent": ("financing", "hydrocarbon_rent", "million USD"),
    "idh.revenue_usd": ("financing", "idh.revenue_usd", "million USD"),
    "lithium_agreements": ("financing", "lithium_agreements.investment", "million USD"),
    "usaid.decentralisation": ("financing", "usaid.decentralisation", "million USD"),
    "usaid.oti_grants": ("financing", "usaid.earlier_grants", "million USD"),
    "undernourishment": ("rights", "undernourishment", "% of population"),
    "chronic_child_malnutrition": ("rights", "chronic_child_malnutrition", "%"),
    "housing.owned": ("rights", "housing.owned", "%"),
    "housing.quality": ("rights", "housing.quality", "%"),
    "deaths.stoppage_2022": ("violence", "deaths.stoppage_2022", "persons"),
    "deaths.porvenir_2008": ("violence", "deaths.porvenir_2008", "persons"),
    "deaths.november_2019_state_forces": ("violence", "deaths.november_2019_state_forces", "persons"),
    "deaths.crisis_2019": ("violence", "deaths.crisis_2019", "persons"),
    "stoppage_2022.rights_complaints": ("violence", "stoppage_2022.rights_complaints", "complaints"),
}
"""What enters, and under what name."""
COMPUTED = ("presidential_election.vote_share", "referendum_2016.vote_share", "femicide_rate", "minimum_wage_increase")
"""Arithmetic on other rows, which the program does itself."""
LEFT_OUT = {
    "constitutional_referendum_2009.yes_votes_exit_poll": "an exit poll whose order the counts of the day contradict",
    "constitutional_referendum_2009.yes_votes": "computed from the votes that are here",
    "election_rule.first_round_majority": "a rule: ayni.evidence.elections",
    "election_rule.first_round_plurality": "a rule: ayni.evidence.elections",
    "election_rule.first_round_lead": "a rule: ayni.evidence.elections",
    "election_rule.absolute_majority": "a rule: ayni.evidence.elections",
    "fuel_price": "in the law book: combustibles",
    "pension_limit": "in the law book: pension_solidaria_vejez",
    "stoppage_2022.loss_cumulative": "the sum of two persons' words; the registry has those of the offices",
    "food_insecurity_fies": "no figure: a zero that stands for a table without Bolivia",
    "housing.qualitative_deficit": "“about a million”, with no definition read",
    "school_attendance": "one level of one census; the levels stand in the note alone",
    "illiteracy.threshold": "a criterion, not a count: on card B06",
}
"""What does not enter, and why. The rest, facts of 2024 to 2026, stands in a table of its own (`today.csv`)."""
PREFECTS = {  # share that voted to keep the prefect: broadcast on the night, and the final count as recalled
    "La Paz": (35, 35.48), "Cochabamba": (40, 35.19), "Oruro": (49, 50.86), "Potosí": (73, 79.08),
    "Tarija": (61, 58.06), "Santa Cruz": (66, 66.43), "Beni": (64, 64.25), "Pando": (59, 56.21),
}  # fmt: skip
NIGHT = "https://www.ctb.org.br/2008/08/11/resultados-extra-oficiais-do-referendo-confirmam-mandato-de-evo-morales/"


BRIEF = "https://www.worldbank.org/en/results/2022/06/24/supporting-poor-and-vulnerable-households-during-the-covid-19-pandemic-in-bolivia"
PANORAMA = "https://money.com.bo/ecofinanzas/cepal-pobreza-subio-64-puntos-y-afecta-al-375-de-la-poblacion"
REPORT = "http://documents1.worldbank.org/curated/en/908111643993521970/text/Bolivia-COVID-19-Crisis-Emergency-Social-Safety-Nets-Project.txt"
TREASURY = "https://www.tresor.economie.gouv.fr/Articles/2020/11/23/le-gouvernement-approuve-le-financement-du-bon-contre-la-faim"
FOUND = (
    ("effects_2020", "effect.three_bonuses_2020.poverty_moderate", "All", "2020", "-1.74", "percentage points",
     "world_bank_2022", "World Bank, results brief of 24 Jun 2022", BRIEF, "verified",
     "impact evaluation of three payments together; the brief says poverty and names no line"),
    ("effects_2020", "effect.emergency_transfers_2020.poverty_moderate", "All", "2020", "-1.5", "percentage points",
     "eclac_2021", "ECLAC, Panorama Social 2020, via press", PANORAMA, "computed",
     "37.5 with the transfers, 39 without: levels by ECLAC's own lines"),
    ("effects_2020", "effect.emergency_transfers_2020.poverty_extreme", "All", "2020", "-2.3", "percentage points",
     "eclac_2021", "ECLAC, Panorama Social 2020, via press", PANORAMA, "computed",
     "14.7 with the transfers, 17 without: levels by ECLAC's own lines"),
    ("financing", "three_bonuses_2020.loans", "World Bank", "2020", "254.3", "million USD", "",
     "World Bank, completion report ICR00005742", REPORT, "verified", "a loan of 200 and two credits of 21 and 33.3"),
    ("financing", "bono_contra_el_hambre.loans", "Inter-American Development Bank", "2020", "450", "million USD", "",
     "French Treasury, economic service, 23 Nov 2020", TREASURY, "verified", ""),
    ("financing", "bono_contra_el_hambre.loans", "World Bank", "2020", "54", "million USD", "",
     "French Treasury, economic service, 23 Nov 2020", TREASURY, "verified", ""),
)  # fmt: skip
"""Read elsewhere: what others found that the payments of 2020 did, and the loans that a document ties to a payment."""


def facts(folder: Path) -> Iterator[tuple[str, Row]]:
    """Each fact that enters, with its table; places and parties of a vote in the order of their votes."""
    with (folder / "facts.csv").open(encoding="utf-8", newline="") as file:
        given = [row for row in csv.DictReader(file) if row["indicator"] in KEPT and entered(row)]
    ranks = dict(ranked(given))
    for row in given:
        table, indicator, unit = KEPT[row["indicator"]]
        new = {
            "indicator": indicator, "area": row["area"], "group": row["group"] or "All", "period": row["period"],
            "value": row["value"], "unit": unit, "method": "", "source": row["source"], "url": row["url"],
            "confidence": row["confidence"], "note_en": row["note"],
        }  # fmt: skip
        yield table, {**new, **mended(row, ranks)}
    names = ("indicator", "group", "period", "value", "unit", "method", "source", "url", "confidence", "note_en")
    for table, *values in FOUND:
        yield table, {"area": "Bolivia", **dict(zip(names, values, strict=True))}
    for area, (night, final) in PREFECTS.items():
        place = {"indicator": "recall_referendum_2008.prefect_kept", "area": area, "group": "All", "unit": "%"}
        common = {**place, "period": "2008-08-10"}
        yield "elections", {
            **common, "value": str(night), "method": "night_of_the_vote", "source": "Unofficial results of the night",
            "url": NIGHT, "confidence": "conflicting", "note_en": "projection; two of three were replaced by the count",
        }  # fmt: skip
        yield "elections", {
            **common, "value": str(final), "method": "final", "source": "National Electoral Court", "url": "",
            "confidence": "recalled", "note_en": "share recalled; that two lost office and six kept it was read",
        }  # fmt: skip


def entered(row: Row) -> bool:
    """Whether a fact is a figure of its own."""
    if row["indicator"] == "presidential_election.lead":
        return row["group"] == "Inside Bolivia only"
    if row["indicator"] == "election_2019.late_vote_fraud_estimate":
        return float(row["value"]) > 0
    if row["indicator"] == "lithium_agreements":
        return row["unit"] == "million USD"
    return True


def ranked(given: Iterable[Row]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """The place of each candidate of a vote, by its better sourced count."""
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for row in given:
        if row["indicator"] == "presidential_election.votes" and row["group"] not in TOTALS:
            votes[row["period"]].setdefault(row["group"], float(row["value"]))
    for period, found in votes.items():
        for place, name in zip(PLACES, sorted(found, key=lambda name: -found[name]), strict=False):
            yield ("presidential_election.votes", period, name), f"{place} place"


def mended(row: Row, ranks: dict[tuple[str, str, str], str]) -> Row:
    """What the registry says otherwise: votes by place, the count or author as the method, and what was recalled."""
    indicator, group, note = row["indicator"], row["group"], row["note"]
    if indicator == "presidential_election.votes":
        place = ranks.get((indicator, row["period"], group))
        named = f"named in the source: {group}" if place else ""
        said = {"group": place or group, "note_en": "; ".join(filter(None, (named, note)))}
        return {**said, "method": COUNTS.get(row["period"], "final")}
    if indicator.startswith("seats."):
        recalled = row["period"] == "2020" and group != "MAS"
        return {"note_en": "", **({"confidence": "recalled"} if recalled else {})}
    if indicator == "recall_referendum_2008.votes_to_keep":
        return {"group": "All"}
    if indicator == "deaths.stoppage_2022":
        return {"method": AUTHORS[row["source"]]}
    if indicator == "deaths.porvenir_2008":
        return {"method": "ombudsman_at_the_place" if row["value"] == "16" else "court_as_reported"}
    if indicator == "undernourishment":
        return {"method": EDITIONS.get(row["source"], "edition_of_the_world_bank")}
    if indicator == "external_loans_authorised":
        return {"method": "senate" if "Senate via" in row["source"] else "one_senator", "group": "All"}
    if indicator == "external_public_debt":
        rules = {"Central Bank, new rule": "rule_of_2022", "Central Bank, earlier rule": "earlier_rule"}
        return {"group": "All", "method": rules.get(row["source"], "as_published")}
    if indicator == "hydrocarbon_rent":
        return {"group": "All", "method": slug(row["source"].partition(",")[0].partition(" via")[0])}
    if indicator in ("idh.revenue_usd", "usaid.oti_grants", "usaid.decentralisation", "imf_debt_relief"):
        return {"group": "All", "note_en": "; ".join(filter(None, (group, note)))}
    if indicator == "election_2019.late_vote_fraud_estimate":
        return {"group": "All"}
    if indicator == "igf.revenue" and row["value"] == "206":
        return {"source": "computed: 446 less 240.2"}
    return {}


def convert(folder: Path, target: Path) -> None:
    """Writes the tables of `folder` to `target`, and adds their sources to those that are there."""
    rows = list(facts(folder))
    with (target / SOURCES).open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file))
    ids = {(each["title"], each["url"]): each["id"] for each in sources}
    done = []
    for table, row in rows:
        pair = row["source"], row["url"]
        if pair not in ids:
            short = "_".join(slug(row["source"]).split("_")[:8])
            number = 1 + sum(re.fullmatch(rf"{re.escape(short)}(_n\d+)?", known) is not None for known in ids.values())
            ids[pair] = short if number == 1 else f"{short}_n{number}"
            sources.append({"id": ids[pair], "title": pair[0], "url": pair[1]})
        done.append((table, {**row, "source": ids[pair]}))
    write(target / SOURCES, ("id", "title", "url"), sources)
    with_id = list(with_ids(done))
    for table in sorted({table for table, _ in with_id}):
        write(target / f"{table}.csv", COLUMNS, [row for name, row in with_id if name == table])


if __name__ == "__main__":
    convert(Path(sys.argv[1]), FOLDER)
