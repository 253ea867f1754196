// Birth dates and events: what dates.py does. Days are texts such as 2026-01-31, months numbers counted from year 0.

const dayOf = (said, name) => (said[name] ? (said[name].length === 7 ? `${said[name]}-01` : said[name]) : null);
const monthOf = (day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
const firstOf = (month) => `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`;

function lastOf(day) {
  const days = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
  return `${day.slice(0, 8)}${String(days).padStart(2, "0")}`;
}

function ageOn(born, day) {
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);
}

// A date as people type it, the day first (17/5/1966, 5/1966), as 1966-05-17 or 1966-05; null for no date.
function typedDay(typed) {
  let text = typed.replace(/\s/g, "");
  const found = /^(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})$/.exec(text);
  if (found) text = found.slice(1).reverse().filter(Boolean).map((part) => part.padStart(2, "0")).join("-");
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(text) || text < "0001") return null;
  const [year, month, of = 1] = text.split("-").map(Number);
  return month >= 1 && month <= 12 && of >= 1 && of <= Number(lastOf(`${text.slice(0, 7)}-01`).slice(8)) ? text : null;
}

const asTyped = (date) => date.split("-").reverse().join("/");

// What a person said, with the completed years on a day where a birth date is said.
function withAge(said, day) {
  const born = dayOf(said, "born");
  return born ? { ...said, age: Math.max(ageOn(born, day), 0) } : said;
}

// The persons who are born by the end of the month of a day, as pairs of a name and answers, with what follows from
// their dates: what holds on the day; and, over its calendar year or `byMonth` its month, what is counted.
function personsOn(persons, day, byMonth = false) {
  const births = birthsOf(persons);
  const now = monthOf(day);
  const months = byMonth ? [now] : Array.from({ length: 12 }, (_, index) => now - (now % 12) + index);
  return persons
    .filter(([, said]) => !dayOf(said, "born") || dayOf(said, "born") <= lastOf(day))
    .map(([name, said]) => {
      const facts = { ...ofAge(said, day, months, byMonth), ...ofPregnancy(said, births.get(name), day, months, byMonth), ...ofService(said, day) };
      const answers = { ...facts, ...said };
      for (const date of BOOK.dates) delete answers[date];
      return [name, answers];
    });
}

// The persons with a pregnancy's month, or a baby's, said as a date, so that other months can be asked about.
function dated(persons, day) {
  return persons.map(([name, said]) => {
    const answers = { ...said };
    for (const [key, since, flag] of BOOK.events) {
      const number = Number(answers[key] ?? 0);
      delete answers[key];
      if (number && !answers[since]) answers[since] = firstOf(monthOf(day) - number + 1).slice(0, 7);
      if (answers[since]) delete answers[flag];
    }
    const babies = Number(answers.live_births ?? 0);
    delete answers.live_births;
    if (babies) {
      answers.gave_birth ??= firstOf(monthOf(day)).slice(0, 7);
      answers.breastfed_children ??= babies;
      delete answers.gave_birth_last_year;
    }
    return [name, answers];
  });
}

function ofAge(said, day, months, byMonth) {
  const born = dayOf(said, "born");
  if (!born) return { months_alive_in_year: byMonth ? 0 : 12 };
  const { small, between } = BOOK.schedule;
  const lived = months.map((month) => month - monthOf(born));
  const controls = lived.filter((each) => each > 0 && each < small && each % between === 1).length;
  return {
    age: Math.max(ageOn(born, day), 0),
    age_this_month: ageOn(born, lastOf(day)),
    age_on_30_november: ageOn(born, `${day.slice(0, 4)}-11-30`),
    age_this_year: ageOn(born, `${day.slice(0, 4)}-12-31`),
    months_alive_in_year: between * controls,
  };
}

// Time of service, first and last day counted, by years of 360 days.
function ofService(said, day) {
  const hired = dayOf(said, "hired_on");
  const last = dayOf(said, "left_on") ?? day;
  if (!hired || hired > last) return {};
  const days = (first) => {
    const [year, month, of] = first.split("-").map(Number);
    const [toYear, toMonth, to] = last.split("-").map(Number);
    return 360 * (toYear - year) + 30 * (toMonth - month) + (last === lastOf(last) ? 30 : Math.min(to, 30)) - Math.min(of, 30) + 1;
  };
  const first = `${last.slice(0, 4)}-01-01`;
  const [served, ofYear] = [days(hired), days(hired > first ? hired : first)];
  return {
    service_years: Math.floor(served / 360),
    service_months: Math.floor((served % 360) / 30),
    service_days: served % 30,
    days_of_service: (Date.parse(last) - Date.parse(hired)) / 86400000 + 1,
    months_in_last_year: Math.floor(ofYear / 30),
    days_in_last_year: ofYear % 30,
  };
}

// When each person gave birth, as she said or by the birth dates of her children.
function birthsOf(persons) {
  const answers = new Map(persons);
  const found = new Map(persons.map(([name]) => [name, []]));
  for (const [name, said] of persons) {
    if (dayOf(said, "gave_birth")) found.get(name).push(dayOf(said, "gave_birth"));
    const mother = answers.get(said.mother);
    const isSaid = mother && ("gave_birth" in mother || "gave_birth_last_year" in mother);
    if (dayOf(said, "born") && mother && !isSaid) found.get(said.mother).push(dayOf(said, "born"));
  }
  return found;
}

function ofPregnancy(said, births, day, months, byMonth) {
  const { pregnancy, controls, packages, small } = BOOK.schedule;
  const since = dayOf(said, "pregnant_since");
  const now = monthOf(day);
  const born = [...new Set(births.map(monthOf))].sort((a, b) => a - b);
  const isTooSoon = (when) => born.some((each) => each <= when && when - each < small);
  const undated = (!since && said.is_pregnant) || (!born.length && said.gave_birth_last_year);
  const whole = !byMonth && undated && !isTooSoon(now) ? 1 : 0;
  if (!since && !born.length) {
    const deliveries = whole && said.gave_birth_last_year ? 1 : 0;
    return { prenatal_care_in_year: whole, late_pregnancy_in_year: whole, deliveries_in_year: deliveries };
  }
  const pregnancies = new Map(born.map((end) => [end, end - pregnancy]));
  if (since) pregnancies.set(born.find((end) => end > monthOf(since)) ?? monthOf(since) + pregnancy, monthOf(since));
  const all = [...pregnancies];
  const underWay = all.find(([end, start]) => start <= now && now < end);
  const last = Math.max(...all.map(([end]) => end).filter((end) => end <= now && now < end + 12));
  const counted = all.flatMap(([end, start]) =>
    months.filter((each) => start <= each && each < end && !isTooSoon(each)).map((each) => each - start + 1));
  const share = (wanted) => counted.filter((each) => wanted.includes(each)).length / wanted.length;
  const facts = {
    is_pregnant: Boolean(underWay),
    gave_birth_last_year: last > 0,
    prenatal_care_in_year: whole + share(controls),
    late_pregnancy_in_year: whole + share(packages),
    deliveries_in_year: all.filter(([end]) => months.includes(end) && !isTooSoon(end - 1)).length,
  };
  if (underWay) facts.month_of_pregnancy = now - underWay[1] + 1;
  if (last > 0) {
    facts.month_after_birth = now - last + 1;
    const here = births.filter((each) => monthOf(each) === last).length;
    const babies = Math.max(1, here, Number(said.breastfed_children ?? 0));
    if (last === now) facts.live_births = babies;
    if (babies > 1) facts.breastfed_children = babies;
  }
  return facts;
}

// ---- what cannot be, or has two readings: what `check` does

function checkPersons(persons, day) {
  const all = new Map(persons);
  const heads = persons.filter(([, { relation }]) => relation === "head").map(([name]) => name);
  if (heads.length > 1) throw new Refused("two_heads", { one: heads[0], other: heads[1] });
  if (persons.length > 1 && !heads.length && persons.every(([, { relation }]) => relation)) {
    throw new Refused("no_head", { persons: persons.map(([name]) => name).join(", ") });
  }
  for (const [person, said] of persons) {
    checkDates(person, said, day);
    checkParents(person, said, all, day);
  }
  checkBirths(persons);
}

function checkDates(person, said, day) {
  const [born, since, birth, hired, left] = BOOK.dates.map((each) => dayOf(said, each));
  if (left && !hired && !said.service_years && !said.service_months) throw new Refused("left_without_hired", { person });
  if (left && hired && left < hired) {
    throw new Refused("left_before_hired", { person, hired: said.hired_on, left: said.left_on });
  }
  for (const answer of BOOK.dates) {
    const value = said[answer];
    if (value && dayOf(said, answer) > day) throw new Refused("date_after_day", { person, answer, value, day });
  }
  if (born && "age" in said && said.age !== ageOn(born, day)) {
    throw new Refused("age_against_birth", { person, age: said.age, born: said.born, other: ageOn(born, day), day });
  }
  const { oldest } = BOOK.schedule;
  if (born && ageOn(born, day) > oldest) {
    throw new Refused("born_too_long_ago", { person, value: said.born, years: oldest });
  }
  const against = (date, answer, holds) => {
    if (said[date] && answer in said && said[answer] !== holds) {
      throw new Refused("date_against_answer", { person, answer, date, value: said[date] });
    }
  };
  against("pregnant_since", "is_pregnant", !birth || birth <= since);
  against("gave_birth", "gave_birth_last_year", birth ? monthOf(day) - monthOf(birth) < 12 : false);
  if (since && !(birth && birth > since) && monthOf(day) - monthOf(since) > BOOK.schedule.longest) {
    throw new Refused("pregnancy_too_long", { person, value: said.pregnant_since, months: BOOK.schedule.longest });
  }
  if (said.sex !== "man") return;
  for (const answer of ["is_pregnant", "pregnant_since", "gave_birth", "gave_birth_last_year"]) {
    if (said[answer]) throw new Refused("man_with_pregnancy", { person, answer });
  }
}

function checkParents(person, said, all, day) {
  const age = (each) => withAge(each, day).age;
  for (const [link, sex] of [["mother", "man"], ["father", "woman"]]) {
    const parent = said[link];
    const of = all.get(parent);
    if (!of) continue;
    if (of.sex === sex) throw new Refused("parent_of_other_sex", { person, link, parent });
    if (ancestorsOf(parent, all).has(person)) throw new Refused("parent_and_child", { person, parent });
    if (age(of) <= age(said)) throw new Refused("parent_not_older", { person, parent, age: age(said), other: age(of) });
  }
}

function ancestorsOf(name, all) {
  const found = new Set();
  const todo = [name];
  while (todo.length) {
    const { mother, father } = all.get(todo.pop());
    for (const parent of [mother, father]) {
      if (!all.has(parent) || found.has(parent)) continue;
      found.add(parent);
      todo.push(parent);
    }
  }
  return found;
}

function checkBirths(persons) {
  const names = new Set(persons.map(([name]) => name));
  const children = new Map();
  for (const [name, said] of persons) {
    if (!dayOf(said, "born") || !names.has(said.mother)) continue;
    children.set(said.mother, [...(children.get(said.mother) ?? []), [monthOf(dayOf(said, "born")), name]]);
  }
  for (const [mother, births] of children) {
    births.sort(([one, first], [other, second]) => one - other || (first < second ? -1 : 1));
    for (let place = 1; place < births.length; place += 1) {
      const [[first, one], [second, other]] = births.slice(place - 1, place + 1);
      const months = second - first;
      if (months > 1 && months < BOOK.schedule.apart) throw new Refused("births_too_near", { mother, one, other, months });
    }
  }
}
