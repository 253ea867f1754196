// The calendar year of a family's question: what year.py does, on BOOK.

// `{ day, payments, notKnown }`: payments by month, each as year.py has it.
function yearOf({ day, persons }) {
  const said = saidOf(persons, day);
  const known = dated(persons, day);
  const months = Array.from({ length: 12 }, (_, index) => {
    const first = `${day.slice(0, 4)}-${String(index + 1).padStart(2, "0")}-01`;
    return { number: index + 1, first, names: personsOn(known, first, true).map(([name]) => name), laws: new Map() };
  });
  const family = { day, persons, known, months, month: Number(day.slice(5, 7)), today: null };
  const payments = [];
  const notKnown = [];
  for (const instrument of BOOK.instruments) {
    const { id, spans, windows } = instrument;
    for (const rule of rulesAsked(instrument, said)) {
      const { unit } = LAW.definitions[rule];
      if (!BOOK.paid.includes(unit) || !spans.length) continue;
      const year = Number(day.slice(0, 4));
      const window = windows.find(({ of, from, to }) => (!of.length || of.includes(rule)) && from <= year && year <= to);
      const held = spans.filter(([start, , published]) => start <= day || published <= day);
      const about = { id, rule, unit, window, spans: held };
      const found = [];
      const from = paymentsOf(family, about, found);
      payments.push(...found);
      if (from) notKnown.push({ instrument: id, rule, month: from });
    }
  }
  payments.sort((one, other) => (one.month ?? 13) - (other.month ?? 13));
  return { day, payments, notKnown };
}

// Fills `found`; the month from which the law cannot say, or null.
function paymentsOf(family, about, found) {
  if (about.unit === "Bs/month") return byMonth(family, about, found);
  if (BOOK.byEvent.includes(about.rule)) {
    return byMonth(family, about, found) ?? withoutMonth(family, about, found);
  }
  return once(family, about, found);
}

function onDay({ known }, month, day) {
  if (!month.laws.has(day)) month.laws.set(day, new Household(lawOn(day), personsOf(known, month.first, true)));
  return month.laws.get(day);
}

function today(family) {
  family.today ??= new Household(lawOn(family.day), personsOf(family.persons, family.day));
  return family.today;
}

// An amount, or null where the law cannot say.
function amountOf(household, rule, position) {
  try {
    return Number(household.trace(rule, position).value);
  } catch (error) {
    if (error.key !== "no_value_on_date") throw error;
    return null;
  }
}

const people = ({ entity }, names) => (entity === "person" ? names : names.slice(0, 1));

function byMonth(family, about, found) {
  for (const month of family.months) {
    const end = lastOf(month.first);
    const span = about.spans.find(([start, to]) => start <= end && (to === null || month.first <= to));
    if (!span) continue;
    const first = span[0] > month.first ? span[0] : month.first;
    const last = span[1] !== null && span[1] < end ? span[1] : end;
    for (const [position, name] of people(LAW.definitions[about.rule], month.names).entries()) {
      const amount = amountOf(onDay(family, month, first), about.rule, position);
      if (amount === null) return month.number;
      if (!amount) continue;
      let place = month.number === family.month ? "now" : "paid";
      if (month.number > family.month || (place === "now" && first > family.day)) place = "coming";
      if (place === "now" && last < family.day) place = "paid";
      const days = first === month.first && last === end ? [null, null] : [first, last];
      found.push(paymentOf(about, name, amount, month.number, days, place));
    }
  }
  return null;
}

function withoutMonth(family, about, found) {
  const paid = new Set(found.map(({ person }) => person));
  const names = family.persons.map(([name]) => name);
  const said = new Map(family.known);
  for (const [position, name] of people(LAW.definitions[about.rule], names).entries()) {
    if (paid.has(name)) continue;
    const amount = amountOf(today(family), about.rule, position);
    if (amount === null) return family.month;
    if (!amount || BOOK.dates.some((each) => said.get(name)[each])) continue;
    found.push(paymentOf(about, name, amount, null, [null, null], "now"));
  }
  return null;
}

function once(family, about, found) {
  const { day } = family;
  const year = day.slice(0, 4);
  const [low, high] = [`${year}-${about.window?.first ?? "01-01"}`, `${year}-${about.window?.last ?? "12-31"}`];
  const here = [];
  for (const [start, to] of about.spans) {
    const first = start > low ? start : low;
    const last = to !== null && to < high ? to : high;
    if (first > last) continue;
    const read = day < first ? first : day > last ? last : day;
    const month = family.months[Number(read.slice(5, 7)) - 1];
    const everybody = family.persons.map(([name]) => name);
    for (const name of people(LAW.definitions[about.rule], everybody)) {
      if (!month.names.includes(name)) continue;
      const isToday = read === day;
      const household = isToday ? today(family) : onDay(family, month, read);
      const amount = amountOf(household, about.rule, (isToday ? everybody : month.names).indexOf(name));
      if (amount === null) return month.number;
      if (!amount) continue;
      const place = first <= day && day <= last ? "now" : day < first ? "coming" : "closed";
      const isOpen = first.slice(5) === "01-01" && last.slice(5) === "12-31";
      const days = isOpen ? [null, null] : [first, last];
      here.push(paymentOf(about, name, amount, isOpen ? null : Number(first.slice(5, 7)), days, place));
    }
  }
  found.push(...here);
  return null;
}

function paymentOf({ id, rule, unit, window }, person, amount, month, [first, last], place) {
  const awaits = window?.awaits ?? null;
  const late = window?.late ?? null;
  const count = window?.inKind ? "in_kind" : BOOK.counts[rule];
  const where = awaits && place === "now" ? "coming" : place;
  const inSum = where !== "closed" && !awaits;
  return {
    instrument: id, rule, person, amount, isMonthly: unit === "Bs/month", month, first, last, place: where, count, awaits,
    late, inSum,
  };
}

// The three lists, each of runs: payments of one rule to one person in one amount.
function listsOf({ payments }) {
  const together = (some) => {
    const found = new Map();
    for (const each of some) {
      const key = JSON.stringify([each.rule, each.person, each.amount]);
      found.set(key, [...(found.get(key) ?? []), each]);
    }
    return [...found.values()];
  };
  const now = payments.filter(({ place }) => place === "now");
  const same = (one) => (other) => one.rule === other.rule && one.person === other.person;
  const isCurrent = (each) => now.some((one) => one.isMonthly && same(each)(one) && one.amount === each.amount);
  const going = payments.filter(({ place }) => place === "now" || place === "coming");
  const gone = payments.filter(({ place, isMonthly }) => place === "closed" || (place === "paid" && isMonthly));
  return {
    now: now.map((each) => [each]),
    coming: together(payments.filter((each) => each.place === "coming" && !isCurrent(each))),
    closed: together(gone.filter((each) => !going.some(same(each)))),
  };
}

function sumsOf({ payments }, person = null) {
  const mine = payments.filter((each) => person === null || each.person === person);
  const sum = (wanted) => mine.filter(wanted).reduce((total, { amount }) => total + amount, 0);
  const of = (count) => sum((each) => each.inSum && each.count === count);
  const isAhead = ({ place }) => place === "now" || place === "coming";
  return {
    received: of("received"),
    from_employer: of("from_employer"),
    withheld: of("withheld"),
    in_kind: of("in_kind"),
    received_from_now: sum((each) => each.inSum && each.count === "received" && isAhead(each)),
    awaiting: sum((each) => each.awaits && each.place !== "closed"),
  };
}

// ---- in words: what report/family_year.py does

function monthName(number, language) {
  return say(`number.month_${number}`, language);
}

function whenText(run, place, language) {
  const [{ month, isMonthly, first, last }] = run;
  if (month === null) return say("year.no_month", language);
  if (!isMonthly) {
    if (first === null) {
      return run.map((each) => say("year.in_month", language, { month: monthName(each.month, language) })).join("; ");
    }
    return say("year.between", language, { first: day(first, language), last: day(last, language) });
  }
  if (place === "now") return say("year.every_month", language);
  const end = run[run.length - 1];
  if (place === "closed") {
    return say("year.until_month", language, { month: end.last ? day(end.last, language) : monthName(end.month, language) });
  }
  return say("year.from_month", language, { month: first ? day(first, language) : monthName(month, language) });
}

function notesOf([each], place, language) {
  const found = [];
  if (each.count === "from_employer") found.push(say("year.employer", language));
  if (each.count === "in_kind") found.push(say("year.in_kind", language));
  if (each.awaits) found.push(each.awaits[language]);
  if (each.late) found.push(each.late[language]);
  else if (place === "closed" && each.place === "closed") found.push(say("year.too_late", language));
  return found;
}

function sumSentences(year, persons, language) {
  const sums = sumsOf(year);
  const written = (amount) => money(amount, language, 2);
  const found = [say("year.sum", language, {
    year: year.day.slice(0, 4), amount: written(sums.received), rest: written(sums.received_from_now),
    month: monthName(Number(year.day.slice(5, 7)), language),
  })];
  if (persons.length > 1) {
    for (const [person] of persons) {
      const { received } = sumsOf(year, person);
      if (received) found.push(say("year.of_person", language, { person, amount: written(received) }));
    }
  }
  for (const [key, phrase] of [["from_employer", "from_employer"], ["withheld", "taken"], ["in_kind", "goods"]]) {
    const amount = written(key === "withheld" ? -sums[key] : sums[key]);
    if (sums[key]) found.push(say(`year.${phrase}`, language, { amount }));
  }
  const waiting = year.payments.filter(({ awaits, place }) => awaits && place !== "closed");
  for (const rule of new Set(waiting.map((each) => each.rule))) {
    const mine = waiting.filter((each) => each.rule === rule);
    const amount = written(mine.reduce((total, each) => total + each.amount, 0));
    const awaits = mine[mine.length - 1].awaits[language];
    found.push(say("year.awaiting", language, { what: label(rule, language), amount, awaits }));
  }
  for (const { rule, month } of year.notKnown) {
    const fields = { what: label(rule, language), month: monthName(month, language) };
    found.push(say("year.not_known", language, fields));
  }
  const undated = persons.filter(([, answers]) => !answers.born).map(([name]) => name);
  if (undated.length) found.push(say("year.ages", language, { persons: undated.join(", ") }));
  return found;
}
