// The page of one family's year: what report/family_page.py does.

// Bs, with centavos only where there are any.
const plainMoney = (value, language) => money(value, language, Number.isInteger(value) ? 0 : 2);

// Bs to collect now, later in the year, both, and what can no longer be collected.
function totalsOf(year) {
  const found = { now: 0, coming: 0, closed: 0 };
  for (const { count, awaits, place, amount } of year.payments) {
    if (count === "received" && !awaits && place in found) found[place] += amount;
  }
  return { ...found, rest: found.now + found.coming, year: sumsOf(year).received };
}

function titleOf(year, language) {
  const sums = totalsOf(year);
  const fields = { amount: plainMoney(sums.rest, language), year: year.day.slice(0, 4) };
  if (sums.rest) return say("family_page.rest", language, fields);
  return say(sums.year ? "family_page.nothing_left" : "family_page.nothing", language, fields);
}

// The payments of a place: money to the family first, then what the employer gives and goods.
function cardsOf(year, place, language, many) {
  const order = ["received", "from_employer", "in_kind"];
  const runs = listsOf(year)[place].filter(([{ count }]) => order.includes(count));
  runs.sort(([one], [other]) => order.indexOf(one.count) - order.indexOf(other.count));
  return runs.map((run) => {
    const [{ rule, amount, person }] = run;
    return {
      rule, person, name: label(rule, language), amount: plainMoney(amount, language), who: many ? person : "",
      when: whenText(run, place, language), notes: notesOf(run, place, language),
    };
  });
}

// What is paid every month and goes on after this one.
function goingOn(year, language) {
  return listsOf(year).now.flatMap(([each]) => {
    const later = year.payments.filter(({ place, rule, person, amount }) =>
      place === "coming" && rule === each.rule && person === each.person && amount === each.amount);
    if (!each.isMonthly || each.count !== "received" || !later.length) return [];
    const month = monthName(Math.max(...later.map((other) => other.month ?? 0)), language);
    const fields = { name: label(each.rule, language), amount: plainMoney(each.amount, language), month };
    return [say("family_page.going", language, fields)];
  });
}

// The twelve months: `gone`, `current` or `next`, with what is received; withheld sums stand with a minus.
function calendarOf(year, language) {
  const bare = (value) => plainMoney(value, language).replace(`Bs${NBSP}`, "");
  const now = Number(year.day.slice(5, 7));
  return Array.from({ length: 12 }, (_, index) => {
    const number = index + 1;
    const here = year.payments.filter(({ month, count }) =>
      month === number && ["received", "withheld"].includes(count));
    const sums = new Map();
    for (const { rule, count, amount } of here) {
      const key = `${rule} ${count === "withheld" ? -1 : 1}`;
      sums.set(key, (sums.get(key) ?? 0) + amount);
    }
    const total = here.reduce((sum, { count, inSum, amount }) => sum + (count === "received" && inSum ? amount : 0), 0);
    const lines = [...sums].map(([key, value]) => {
      const [rule, sign] = key.split(" ");
      return [label(rule, language), bare(sign * value)];
    });
    const place = number < now ? "gone" : number === now ? "current" : "next";
    return { name: monthName(number, language), place, total: bare(total), lines };
  });
}

// A text to send: no names, no ages, no answers.
function messageOf(year, language) {
  const sums = totalsOf(year);
  const lists = listsOf(year);
  const lines = [say("family_page.message_title", language, { month: monthOfYear(year.day, language) })];
  for (const place of ["now", "coming"]) {
    const runs = lists[place].filter(([{ count, awaits }]) => count === "received" && !awaits);
    if (!runs.length || !sums[place]) continue;
    lines.push(say(`family_page.message_${place}`, language, { amount: plainMoney(sums[place], language) }));
    for (const run of runs) {
      const [{ rule, amount }] = run;
      lines.push(`· ${label(rule, language)}: ${plainMoney(amount, language)} (${whenText(run, place, language)})`);
    }
  }
  if (lines.length === 1) lines.push(titleOf(year, language));
  return [...lines, say("calculator.message_end", language)].join("\n");
}

// ---- near misses

// The family as it would be after what may come about soon, and whom the change is of.
function otherFamilies({ day, persons }) {
  const age = (answers) => withAge(answers, day).age;
  const isOld = (answers) => age(answers) >= 57 && age(answers) < 60;
  const mayBear = (answers) =>
    answers.sex === "woman" && (age(answers) ?? 0) >= 14 && (age(answers) ?? 0) <= 45 && !answers.is_pregnant;
  const changes = {
    pregnant: [mayBear, (answers) => ({ ...answers, ...BOOK.near.pregnant })],
    school: [
      (answers) => (age(answers) ?? 0) <= 6 && !answers.is_enrolled,
      ({ born, ...answers }) => ({ ...answers, ...BOOK.near.school, age: Math.max(6, age({ born, ...answers }) ?? 0) }),
    ],
    older: [isOld, ({ born, ...answers }) => ({ ...answers, age: Math.max(60, age({ born, ...answers }) + BOOK.near.years) })],
  };
  return Object.entries(changes).flatMap(([change, [isOf, changed]]) => {
    const names = persons.filter(([, answers]) => isOf(answers)).map(([name]) => name);
    const others = persons.map(([name, answers]) => [name, names.includes(name) ? changed(answers) : answers]);
    return names.length ? [{ change, names, family: { day, persons: others } }] : [];
  });
}

// What would be paid after each change that is not now, as `{ name, amount, why }`; each once.
function nearMisses(family, found, language) {
  const now = new Set(found.filter(({ amount }) => amount).map(({ rule, person }) => `${rule} ${person}`));
  const near = new Map();
  for (const { change, names, family: other } of otherFamilies(family)) {
    try {
      checkPersons(other.persons, other.day);
    } catch (error) {
      if (error instanceof Refused) continue;
      throw error;
    }
    for (const { rule, person, amount, unit } of answersOf(other)) {
      if (!amount || now.has(`${rule} ${person}`) || !names.includes(person)) continue;
      if ((BOOK.gives[rule] ?? 0) < 0 || !BOOK.paid.includes(unit) || near.has(`${rule} ${change}`)) continue;
      near.set(`${rule} ${change}`, {
        name: label(rule, language),
        amount: `${plainMoney(amount, language)} ${say(`unit.${unit}`, language)}`,
        why: say(`family_page.near_${change}`, language, { names: oneOf(names, language) }),
      });
    }
  }
  return [...near.values()];
}

function oneOf(names, language) {
  const first = names.slice(0, -1);
  const last = names[names.length - 1];
  return first.length ? first.join(", ") + say("family_page.or", language) + last : last;
}

// What often surprises about the programmes of a family, and what to do.
function surprisesOf(found, language) {
  const ids = [...new Set(found.map(({ instrument }) => instrument))].filter((id) => `surprise.${id}` in WORDS);
  return ids.map((id) => [say(`surprise.${id}`, language), say(`surprise_about.${id}`, language)]);
}
