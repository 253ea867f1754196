// ---- what was said: { language, month, screen, skipped, unsure, hasSeenParents, people: [{ name, replies }] }; a person
// is named by number, from 1; screens that are about nobody here are skipped, of some questions nobody is sure

const LANGUAGE_TAGS = { es: "es-BO", en: "en" };
const [ANY, UNKNOWN, DIFFERS] = ["any", "unknown", "differs"];
const RADIOS = 5; // choices up to which all are seen at once

function thisMonth() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
}

function stateOf(hash, language) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const month = said.get("m") ?? "";
  const listed = (name) => (said.get(name) ?? "").split(",").filter(Boolean);
  const people = [];
  for (const [key, value] of said) {
    const [, place, id] = /^([1-9]\d?)\.(\w+)$/.exec(key) ?? [];
    if (!place || Number(place) > BOOK.mostPersons) continue;
    while (people.length < Number(place)) people.push({ name: "", replies: {} });
    const person = people[place - 1];
    if (id === "name") person.name = value;
    else person.replies[id] = value;
  }
  return {
    language: said.get("l") in LANGUAGE_TAGS ? said.get("l") : language,
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && month >= `${BOOK.firstYear}` ? month : thisMonth(),
    screen: said.get("s") ?? "",
    skipped: listed("k"),
    unsure: listed("u"),
    hasSeenParents: said.get("p") === "1",
    people: people.length ? people : [{ name: "", replies: {} }],
  };
}

function hashOf({ language, month, screen, skipped = [], unsure = [], hasSeenParents, people }) {
  const said = new URLSearchParams({ l: language, m: month, s: screen });
  for (const [key, texts] of [["k", skipped], ["u", unsure], ["p", hasSeenParents ? ["1"] : []]]) {
    if (texts.length) said.set(key, texts.join(","));
  }
  people.forEach(({ name, replies }, index) => {
    for (const [id, value] of [["name", name], ...Object.entries(replies)]) said.set(`${index + 1}.${id}`, value);
  });
  return `#${said}`;
}

function withoutPerson(people, gone) {
  const names = questionsOf((question) => question.kind === "person").map(({ id }) => id);
  const moved = ({ name, replies }) => {
    const kept = Object.entries(replies)
      .filter(([id, value]) => !(names.includes(id) && Number(value) === gone))
      .map(([id, value]) => [id, names.includes(id) && Number(value) > gone ? String(value - 1) : value]);
    return { name, replies: Object.fromEntries(kept) };
  };
  return people.filter((_, index) => index !== gone - 1).map(moved);
}

// Each with a name of its own: of whom nothing was written, what age and sex say.
function namesOf({ people, language }) {
  const names = [];
  people.forEach(({ name, replies }, index) => {
    const bare = name.trim() || unnamed(replies, names, language);
    names.push(names.includes(bare) ? `${bare} (${index + 1})` : bare);
  });
  return names;
}

function unnamed({ age, sex }, others, language) {
  if (/^\d+$/.test(age ?? "") && ["woman", "man"].includes(sex)) {
    const kind = Number(age) >= BOOK.grown ? sex : Number(age) >= BOOK.young ? "young" : `child_${sex}`;
    const called = say(`web_household.called_${kind}`, language, { age });
    if (!others.includes(called)) return called;
  }
  for (let number = others.length + 1; ; number += 1) {
    const called = say("web_household.person", language, { number });
    if (!others.includes(called)) return called;
  }
}

// ---- the interview: what interview.py does

function questionsOf(wanted) {
  return INTERVIEW.screens.flatMap((screen) => screen.questions).filter(wanted);
}

function meets(wanted, given) {
  if (!Array.isArray(wanted)) return given === wanted;
  return typeof wanted[0] === "number" ? wanted[0] <= given && given <= wanted[1] : wanted.includes(given);
}

function holds(condition, answers) {
  return Object.entries(condition).every(([name, wanted]) => meets(wanted, answers[name] ?? BOOK.neutral[name]));
}

function isAsked({ because }, answers, date) {
  if (because === null) return true;
  const said = withAge(answers, date);
  const inForce = (spans) => spans.some(([start, end]) => start <= date && (end === null || date <= end));
  return because.some(({ in_force, where }) => inForce(in_force) && where.some((each) => holds(each, said)));
}

// What a reply sets; nothing where it is not one that the question allows.
function setBy(question, reply, names) {
  const [name] = question.answers;
  if (reply === undefined || reply === "") return {};
  if (question.kind === "choice") return question.choices.find(({ id }) => id === reply)?.sets ?? {};
  if (question.kind === "person") return names[reply - 1] ? { [name]: names[reply - 1] } : {};
  if (question.kind === "date") return typedDay(reply) ? { [name]: typedDay(reply) } : {};
  const [low, high, whole] = BOOK.limits[name];
  const value = Number(reply);
  return value >= low && value <= high && (!whole || Number.isInteger(value)) ? { [name]: value } : {};
}

// The family as the law asks for it: replies to questions that are not asked are left out.
function familyOf(state) {
  const names = namesOf(state);
  const date = `${state.month}-01`;
  const persons = state.people.map(({ replies }, index) => {
    const answers = { ...(index ? INTERVIEW.others : INTERVIEW.first) };
    for (const question of questionsOf(() => true)) {
      if (isAsked(question, answers, date)) Object.assign(answers, setBy(question, replies[question.id], names));
    }
    return [names[index], answers];
  });
  for (const [name, answers] of persons) {
    for (const question of questionsOf(({ kind }) => kind === "person")) {
      const named = persons.find(([each]) => each === answers[question.answers[0]]);
      if (named && !isCandidate(question, named, name, date)) delete answers[question.answers[0]];
    }
  }
  return { day: date, persons };
}

function isCandidate(question, [name, answers], of, date) {
  return name !== of && holds(question.candidates, withAge(answers, date));
}

// Whether a person is asked a question here: of a question about a person, where somebody may be named.
function isAskedHere(question, [name, answers], persons, date) {
  const isNamed = question.kind !== "person" || persons.some((each) => isCandidate(question, each, name, date));
  return isNamed && isAsked(question, answers, date);
}

// The screens that ask somebody of this household anything, without those of the month and the people.
function askedScreens(state) {
  const { day: date, persons } = familyOf(state);
  const asked = ({ questions }) =>
    questions.some((question) => persons.some((person) => isAskedHere(question, person, persons, date)));
  return INTERVIEW.screens.filter((screen) => !["month", "people"].includes(screen.id) && asked(screen));
}

// What this household sees, in order: its people, for whom there is more to ask, the questions, and the result.
function screensOf(state) {
  const every = askedScreens(state).map(({ id }) => id);
  const some = every.some((id) => BOOK.ofSome.includes(id)) ? [ANY] : [];
  return ["people", ...some, ...every.filter((id) => !state.skipped.includes(id)), "result"];
}

// The screens with a required question to which somebody has not replied, and of which they are not unsure either.
function incomplete(state) {
  const { day: date, persons } = familyOf(state);
  const lacks = (question, person, index) => {
    const { replies } = state.people[index];
    const isReplied = [question.id, question.instead].some((id) => id in replies);
    const isDefault = question.choices.some(({ sets }) => !Object.keys(sets).length);
    return question.required && !isReplied && !isDefault && !state.unsure.includes(question.id)
      && isAskedHere(question, person, persons, date);
  };
  const people = INTERVIEW.screens.find(({ id }) => id === "people");
  return [people, ...askedScreens(state)].filter(({ questions }) =>
    questions.some((question) => persons.some((person, index) => lacks(question, person, index))));
}

// The only person who by age may be the mother or father, by number; "" where there is none, or several.
function guessed(question, [name, answers], persons, date) {
  const { age } = withAge(answers, date);
  const [least, end] = BOOK.gap;
  const fitting = persons.flatMap((each, index) => {
    const years = (withAge(each[1], date).age ?? 0) - age;
    return isCandidate(question, each, name, date) && years >= least && years < end ? [String(index + 1)] : [];
  });
  return fitting.length === 1 ? fitting[0] : "";
}

// ---- the page

// An element; a property that begins with `on` is what it does, true stands by itself, and null is left out.
function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null));
  return made;
}

let state;
let started;
const phrase = (key, fields) => say(`calculator.${key}`, state.language, fields);
const web = (key, fields) => say(`web_household.${key}`, state.language, fields);

function go(changes) {
  const hash = hashOf({ ...state, ...changes });
  if (hash === location.hash) render();
  else location.hash = hash;
}

function render() {
  state = stateOf(location.hash, started);
  const screens = screensOf(state);
  if (![...screens, "month"].includes(state.screen)) [state.screen] = screens;
  if (state.screen === "result" && state.people.every(isBlank)) [state.screen] = screens;
  document.documentElement.lang = LANGUAGE_TAGS[state.language];
  document.title = phrase("title");
  document.querySelector("header").replaceChildren(...header(screens));
  document.querySelector("main").replaceChildren(...(state.screen === "result" ? result() : asking(screens)));
  const footer = say("web.footer", state.language, { version: BOOK.version });
  document.querySelector("footer").replaceChildren(el("p", {}, `${footer} ${phrase("offline")}`));
}

function header(screens) {
  const other = state.language === "es" ? "en" : "es";
  const place = { step: screens.indexOf(state.screen) + 1, steps: screens.length - 1 };
  const step = web("step", place);
  const isAsking = place.step && state.screen !== "result";
  return [
    el("p", { class: "name" }, "Ayni"),
    isAsking
      ? el("p", { class: "quiet screen" }, step, " ",
        el("progress", { max: place.steps, value: place.step, "aria-label": step }))
      : null,
    button(say("web.mirror", state.language), () => go({ ...collected(), language: other }), { lang: other, class: "link" }),
  ].filter(Boolean);
}

function button(text, onclick, properties) {
  return el("button", { type: "button", class: "quiet", onclick, ...properties }, text);
}

function heading(text) {
  return el("h1", { tabindex: "-1" }, text);
}

function folded(summary, ...inside) {
  return el("details", {}, el("summary", {}, summary), ...inside);
}

// ---- a screen of questions

function asking(screens) {
  const { language } = state;
  const screen = INTERVIEW.screens.find(({ id }) => id === state.screen)
    ?? { id: ANY, [language]: web("any"), about: { [language]: web("any_about") } };
  const before = state.screen === "month" ? "people" : screens[screens.indexOf(screen.id) - 1];
  const back = before ? button(web("before"), () => go({ ...collected(), screen: before })) : null;
  const isOfPeople = screen.id === "people";
  const see = isOfPeople || screen.id === "month"
    ? null
    : el("button", { type: "submit", class: "quiet", value: "result" }, web("see_result"));
  const forms = { month: months, people: rows, [ANY]: anybody };
  const form = el("form", { novalidate: true, autocomplete: "off", onsubmit: sent },
    el("p", { class: "wrong", id: "refused", role: "alert", tabindex: "-1" }),
    (forms[screen.id] ?? questions)(screen),
    el("p", { class: "buttons" }, el("button", { type: "submit" }, web("next")), see, back));
  return [
    heading(screen[language]),
    screen.about && !isOfPeople ? el("p", {}, screen.about[language]) : null,
    isOfPeople ? ofMonth() : null,
    form,
  ].filter(Boolean);
}

function ofMonth() {
  const [year, month] = state.month.split("-").map(Number);
  const law = web("of_month", { month: say(`number.month_${month}`, state.language), year });
  const other = button(web("other_month"), () => go({ ...collected(), screen: "month" }), { class: "link" });
  return el("div", { class: "quiet" }, el("p", {}, web("born_hint")), el("p", {}, law, " ", other));
}

function months() {
  const [year, month] = state.month.split("-");
  const last = Math.max(Number(year), new Date().getFullYear());
  const years = Array.from({ length: last - BOOK.firstYear + 1 }, (_, index) => String(last - index));
  const numbers = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, "0"));
  const option = (value, text, chosen) => el("option", { value, selected: value === chosen }, text);
  return el("div", { class: "pair" },
    field("month", phrase("month"), el("select", { id: "month" },
      numbers.map((each) => option(each, say(`number.month_${Number(each)}`, state.language), month)))),
    field("year", phrase("year"), el("select", { id: "year" }, years.map((each) => option(each, each, year)))));
}

const isBlank = ({ name, replies }) => !name.trim() && !Object.keys(replies).length;

// A row for each person, and empty ones where there is nobody yet.
function rows(screen) {
  const { persons: known } = familyOf(state);
  const isNew = state.people.every(isBlank);
  const empty = isNew ? BOOK.rows - state.people.length : 0;
  const people = [...state.people, ...Array.from({ length: empty }, () => ({ name: "", replies: {} }))];
  const shown = people.map((person, index) => {
    const number = index + 1;
    const id = `${number}.name`;
    const called = isBlank(person) ? web("nth_person", { number }) : known[index][0];
    const removed = () => go({ people: withoutBlank(withoutPerson(collected().people, number)) });
    return el("fieldset", { class: "row" }, el("legend", {}, called),
      field(id, web("name"), el("input", { id, value: person.name, maxlength: 30 })),
      screen.questions.filter((question) => question.id !== "born").map((question) => asks(question, person, id, known)),
      isBlank(person) ? null : button(web("remove", { name: called }), removed));
  });
  const added = () => {
    const said = collected();
    go({ ...said, people: [...withoutBlank(said.people), { name: "", replies: {} }] });
  };
  return [...shown, people.length < BOOK.mostPersons && !isNew ? button(web("add"), added) : null];
}

function withoutBlank(people) {
  let kept = people;
  for (let number = people.length; number; number -= 1) {
    if (isBlank(people[number - 1])) kept = withoutPerson(kept, number);
  }
  return kept;
}

// For whom there is more to ask: what is not ticked is nobody's, and is asked no more.
function anybody() {
  const shown = askedScreens(state).filter(({ id }) => BOOK.ofSome.includes(id));
  const isSaid = ({ questions }) => questions.some(({ id }) => state.people.some(({ replies }) => id in replies));
  return el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, web("any")), shown.map((screen) => {
    const input = el("input", { type: "checkbox", name: ANY, value: screen.id, checked: isSaid(screen) });
    return el("label", {}, input, web(`any_${screen.id}`));
  }));
}

// What is asked of each person; a required choice that several are asked is asked of all at once, and folded of each.
function questions(screen) {
  const { day: date, persons: known } = familyOf(state);
  const ofWhom = (question) =>
    known.flatMap((person, index) => (isAskedHere(question, person, known, date) ? [index] : []));
  const isOfAll = (question) => question.required && question.kind === "choice" && ofWhom(question).length > 1;
  const each = (wanted) => known.map(([name], index) => {
    const mine = screen.questions.filter((question) => wanted(question) && ofWhom(question).includes(index));
    const ask = (question) => asks(question, state.people[index], `${index + 1}.${question.id}`, known);
    return mine.length ? el("fieldset", {}, el("legend", {}, name), mine.map(ask)) : null;
  });
  const ofAll = screen.questions.filter(isOfAll);
  if (!ofAll.length) return each(() => true);
  const groups = ofAll.map((question) => forAll(question, ofWhom(question)));
  const oneByOne = folded(web("one_by_one"), each(isOfAll));
  oneByOne.open = groups.some(({ reply }) => reply === DIFFERS);
  return [groups.map(({ group }) => group), oneByOne, each((question) => !isOfAll(question))];
}

function forAll(question, asked) {
  const replies = new Set(asked.map((index) => state.people[index].replies[question.id] ?? ""));
  const isUnsaid = replies.size === 1 && replies.has("");
  let reply = replies.size === 1 ? [...replies][0] : DIFFERS;
  if (isUnsaid) reply = state.unsure.includes(question.id) ? UNKNOWN : "";
  const choices = [...choicesOf(question), [DIFFERS, web("differs")]];
  const text = `${question[state.language]}: ${web("for_all")}`;
  return { reply, group: radios(`all.${question.id}`, text, choices, reply) };
}

// The choices of a question in words; of a required one also that one does not know.
function choicesOf(question) {
  const { language } = state;
  const unknown = question.required && question.id !== "sex" ? [[UNKNOWN, web("unknown")]] : [];
  return [...question.choices.map((choice) => [choice.id, choice[language]]), ...unknown];
}

function radios(id, text, choices, reply, about, ...below) {
  return el("fieldset", { id, class: "choice", tabindex: "-1", ...about }, el("legend", {}, text), ...below,
    choices.map(([value, words]) =>
      el("label", {}, el("input", { type: "radio", name: id, value, checked: value === reply }), words)));
}

function field(id, text, input, ...below) {
  return el("div", { class: "field" }, el("label", { for: id }, text), input, ...below);
}

function asks(question, { replies }, place, known) {
  const { language } = state;
  const number = Number(place.split(".")[0]);
  const id = `${number}.${question.id}`;
  const isUnsure = state.unsure.includes(question.id);
  const reply = replies[question.id] ?? (isUnsure ? UNKNOWN : "");
  const hint = question.hint ? el("p", { class: "quiet", id: `${id}.hint` }, question.hint[language]) : null;
  const about = { "aria-describedby": `${hint ? `${id}.hint ` : ""}${id}.note`, "data-asks": question.id };
  const note = el("p", { class: "note", id: `${id}.note`, "aria-live": "polite" });
  const input = (value, more) => el("input", { id, ...about, value, onchange: noted, ...more });
  if (question.id === "age") {
    const value = replies.born ? asTyped(replies.born) : reply === UNKNOWN ? "" : reply;
    return field(id, web("age_or_born"), input(value, { size: 10 }), note);
  }
  if (question.kind === "number" || question.kind === "money") {
    const value = ["", UNKNOWN].includes(reply) ? "" : typed(Number(reply));
    const inputmode = question.kind === "money" ? "decimal" : "numeric";
    const text = `${question[language]}${question.kind === "money" ? " (Bs)" : ""}`;
    const box = el("input", { type: "checkbox", id: `${id}.unsure`, checked: isUnsure });
    const unsure = question.required ? el("label", { class: "one" }, box, web("unknown")) : null;
    return field(id, text, input(value, { inputmode }), hint, note, unsure);
  }
  if (question.kind === "date") return field(id, question[language], input(asTyped(reply)), hint, note);
  let choices = choicesOf(question);
  let chosen = reply;
  if (question.kind === "person") {
    const { day: date } = familyOf(state);
    const person = known[number - 1];
    const fitting = known.flatMap((each, index) =>
      (isCandidate(question, each, person[0], date) ? [[String(index + 1), each[0]]] : []));
    choices = [["", web("not_here")], ...fitting];
    chosen = reply || (state.hasSeenParents ? "" : guessed(question, person, known, date));
  } else if (choices.length <= RADIOS) {
    return radios(id, question[language], choices, reply, { ...about, "data-required": question.required }, hint, note);
  } else if (question.required) choices.unshift(["", phrase("choose")]);
  const options = choices.map(([value, text]) => el("option", { value, selected: value === chosen }, text));
  const select = el("select", { id, ...about, "data-required": question.required }, options);
  return field(id, question[language], select, hint, note);
}

// A number as one may type it: no mark between thousands.
function typed(value) {
  return String(value).replace(".", state.language === "es" ? "," : ".");
}

function questionCalled(id) {
  return questionsOf((question) => question.id === id)[0];
}

// What stands in a field of text: the question that it replies to (an age may be a birth date), its value as a text with
// a point ("" where nothing is written), and the sentence that says what is wrong.
function read(input) {
  const text = input.value.trim();
  const asked = questionCalled(input.dataset.asks);
  const question = asked.id === "age" && /[/.-]/.test(text) ? questionCalled("born") : asked;
  if (!text) return { question, value: "", wrong: question.required ? phrase("missing") : "" };
  try {
    if (question.kind === "date") {
      if (!typedDay(text)) throw new Refused("reply_not_a_date", { text });
      return { question, value: typedDay(text), wrong: "" };
    }
    const [low, high, whole] = BOOK.limits[question.answers[0]];
    const exact = readTyped(text, state.language);
    const value = whole ? exact : Number(exact.toFixed(2));
    const [from, to] = [low, high].map((each) => number(each, state.language));
    const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
    const wrong = fits ? "" : phrase(whole ? "whole" : "between", { low: from, high: to });
    return { question, value: String(value), wrong };
  } catch (error) {
    return { question, value: "", wrong: sayError(error, state.language) };
  }
}

// What is chosen in a list or a group of buttons; undefined where there is none of this name.
function chosenIn(id) {
  const at = document.getElementById(id);
  return at?.tagName === "FIELDSET" ? at.querySelector("input:checked")?.value ?? "" : at?.value;
}

// What stands in the form, laid over what was said before; what is wrong is left out.
function collected() {
  const year = document.getElementById("year");
  const month = year ? `${year.value}-${document.getElementById("month").value}` : state.month;
  const here = [...document.querySelectorAll("main [data-asks]")];
  const unsure = new Set(state.unsure.filter((id) => !here.some(({ dataset }) => dataset.asks === id)));
  const count = Math.max(state.people.length, document.querySelectorAll("fieldset.row").length);
  const people = Array.from({ length: count }, (_, index) => {
    const { name, replies } = state.people[index] ?? { name: "", replies: {} };
    const kept = { ...replies };
    for (const at of here.filter(({ id }) => id.startsWith(`${index + 1}.`))) {
      const id = at.dataset.asks;
      const ofAll = chosenIn(`all.${id}`);
      if (at.tagName === "INPUT") {
        const { question, value, wrong } = read(at);
        if (id === "age") delete kept.born;
        delete kept[id];
        if (value !== "" && !wrong) kept[question.id] = value;
        else if (document.getElementById(`${at.id}.unsure`)?.checked) unsure.add(id);
      } else {
        const value = ofAll && ofAll !== DIFFERS ? ofAll : chosenIn(at.id);
        if (value === UNKNOWN) unsure.add(id);
        if (value === "" || value === UNKNOWN) delete kept[id];
        else kept[id] = value;
      }
    }
    const called = document.getElementById(`${index + 1}.name`);
    return { name: called ? called.value.trim() : name, replies: kept };
  });
  return { month, people, unsure: [...unsure] };
}

// Says beside a field what is wrong, or how a number with a mark was read.
function noted({ target }) {
  const { question, value, wrong } = read(target);
  const isDate = value !== "" && question.kind === "date";
  const marked = !wrong && (isDate || /[.,]/.test(target.value));
  const readAs = isDate ? dateText(value) : written(Number(value));
  tell(target, wrong, wrong || (marked ? say("web.read_as", state.language, { value: readAs }) : ""));
}

function tell(input, wrong, text) {
  const note = document.getElementById(`${input.id}.note`);
  note.textContent = text;
  note.classList.toggle("wrong", Boolean(wrong));
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

// What is wrong with a field, or missing in it; nothing in a row that is left empty beside others.
function wrongIn(at, people) {
  const ofAll = chosenIn(`all.${at.dataset.asks}`);
  if (ofAll && ofAll !== DIFFERS) return "";
  const index = Number(at.id.split(".")[0]) - 1;
  if (state.screen === "people" && isBlank(people[index]) && !at.value && !(index === 0 && people.every(isBlank))) return "";
  if (at.tagName !== "INPUT") return at.dataset.required !== undefined && !chosenIn(at.id) ? phrase("missing") : "";
  return document.getElementById(`${at.id}.unsure`)?.checked && !at.value.trim() ? "" : read(at).wrong;
}

function sent(event) {
  event.preventDefault();
  const said = collected();
  let first = null;
  for (const at of event.target.querySelectorAll("[data-asks]")) {
    const wrong = wrongIn(at, said.people);
    tell(at, wrong, wrong);
    if (wrong) first ??= at;
  }
  if (first) {
    for (let over = first.closest("details"); over; over = over.parentElement.closest("details")) over.open = true;
    first.focus();
    return;
  }
  if (state.screen === "people") said.people = withoutBlank(said.people);
  if (state.screen === "parents") said.hasSeenParents = true;
  if (state.screen === ANY) Object.assign(said, withoutSkipped(event.target, said.people));
  const next = { ...state, ...said };
  const family = familyOf(next);
  const refused = document.getElementById("refused");
  refused.textContent = "";
  try {
    checkPersons(family.persons, family.day);
  } catch (error) {
    refused.textContent = sayError(error, state.language);
    refused.focus();
    return;
  }
  const screens = screensOf(next);
  let screen = screens[screens.indexOf(state.screen) + 1];
  if (event.submitter?.value === "result") screen = "result";
  if (screen === "result") screen = incomplete(next)[0]?.id ?? "result";
  go({ ...said, screen });
}

function withoutSkipped(form, people) {
  const skipped = [...form.querySelectorAll(`input[name=${ANY}]:not(:checked)`)].map(({ value }) => value);
  const gone = INTERVIEW.screens.filter(({ id }) => skipped.includes(id)).flatMap((screen) => screen.questions);
  const isKept = ([id]) => !gone.some((question) => question.id === id);
  const kept = people.map(({ name, replies }) =>
    ({ name, replies: Object.fromEntries(Object.entries(replies).filter(isKept)) }));
  return { skipped, people: kept };
}

// ---- the result

function result() {
  const { language } = state;
  const family = familyOf(state);
  const page = (key, fields) => say(`family_page.${key}`, language, fields);
  const words = (key) => say(`family.${key}`, language, { day: day(family.day, language) });
  let found;
  try {
    checkPersons(family.persons, family.day);
    found = answersOf(family);
  } catch (error) {
    return [heading(phrase("title")), el("p", { class: "wrong", role: "alert" }, sayError(error, language))];
  }
  const year = yearOf(family);
  const sums = totalsOf(year);
  const until = knownUntil(family.day);
  const told = applies(found, family.persons, language);
  const section = (title, ...inside) => el("section", {}, el("h2", {}, title), ...inside);
  const lists = Object.fromEntries(["now", "coming", "closed"].map((place) => [place, payments(year, place, told.cards)]));
  const going = goingOn(year, language).map((text) => el("p", {}, text));
  const sum = (key, value) => el("span", {}, page(`sum_${key}`), el("b", {}, plainMoney(value, language)));
  const lacking = incomplete(state);
  const near = nearMisses(family, found, language);
  const alike = (wanted) => together(told.cards.filter(wanted).map(({ person, ...card }) => card), "who");
  const taken = alike(({ withheld }) => withheld);
  const rights = alike(({ amount }) => amount === say("word.yes", language));
  const reasons = [...new Set(Object.values(INTERVIEW.assumed).map((each) => each[language]))].join("; ");
  const persons = family.persons.map(([name]) => name).join(", ");
  const line = ({ what, who, amount, per, rests }) => el("p", {}, el("strong", {}, `${what}: ${amount}`), ` ${per}. `,
    who ? `${who}. ` : "", rests.length ? articles(rests) : null);
  return [
    el("p", { class: "screen" }, button(page("answers"), () => go({ screen: "people" }), { class: "link" })),
    heading(titleOf(year, language)),
    until ? el("p", { class: "notice" }, say("law.known_until", language, { until: day(until, language), day: day(family.day, language) })) : null,
    sums.rest ? el("p", { class: "lead" }, page("lead")) : null,
    sums.rest ? el("p", { class: "sums" }, sum("now", sums.now), sum("coming", sums.coming), sum("closed", sums.closed)) : null,
    el("p", { class: "quiet" }, page("of_day", { day: day(family.day, language), persons })),
    lacking.length
      ? el("div", { class: "wrong" }, el("p", {}, web("missing")), el("ul", {}, lacking.map((screen) =>
        el("li", {}, button(screen[language], () => go({ screen: screen.id }), { class: "link" })))))
      : null,
    section(page("now", { amount: plainMoney(sums.now, language) }),
      lists.now.length ? lists.now : el("p", {}, page("none_now"))),
    lists.coming.length || going.length
      ? section(page("coming", { amount: plainMoney(sums.coming, language) }), going, lists.coming)
      : null,
    lists.closed.length ? section(page("closed"), lists.closed) : null,
    section(page("year", { year: family.day.slice(0, 4), amount: plainMoney(sums.year, language) }),
      el("p", { class: "quiet" }, page("year_about")), calendar(year)),
    rights.length ? section(page("also"), rights.map(({ what, who, rests }) =>
      el("p", {}, el("strong", {}, `${what}. `), who ? `${who}. ` : "", articles(rests)))) : null,
    ...howCollected(found, family, language),
    taken.length ? section(page("pays"), taken.map(line)) : null,
    section(page(near.length ? "near" : "else"),
      near.map(({ name, amount, why }) => el("p", {}, el("strong", {}, `${name}: ${amount}.`), ` ${why}`)),
      folded(page("rest_folded"), el("p", {}, words("about_why_not")), whyNotList(found, family.persons, language)),
      folded(page("know"), el("ul", {}, [
        ...sumSentences(year, family.persons, language), ...told.remarks, phrase("also_assumed", { reasons }), phrase("address"),
      ].map((text) => el("li", {}, text)))),
      folded(web("told"), said(family))),
    section(page("surprise"), surprisesOf(found, language).map(([what, about]) => folded(what, el("p", {}, about))),
      folded(page("missing_one"), el("p", {}, page("missing_about")))),
    toSend(year, page),
  ].filter(Boolean);
}

function payments(year, place, known) {
  const { language } = state;
  const many = state.people.length > 1;
  return cardsOf(year, place, language, many).map(({ name, amount, who, when, notes, rule, person }) => {
    const of = known.find((each) => each.rule === rule && each.person === person);
    const line = (head, ...texts) => [el("dt", {}, head), el("dd", {}, ...texts)];
    const isOpen = of && place !== "closed";
    return el("article", { class: `payment ${place}` },
      el("h3", {}, name, " ", el("strong", { class: "amount" }, amount)),
      el("dl", {}, who ? line(web("who"), who) : null,
        line(web("paid"), when, isOpen && of.paid ? el("span", { class: "detail" }, of.paid) : null),
        isOpen ? line(web("bring"), of.bring || web("bring_unknown")) : null,
        of?.rests.length ? line(web("law"), articles(of.rests)) : null),
      notes.map((text) => el("p", { class: "quiet" }, `${text[0].toUpperCase()}${text.slice(1)}.`)),
      of ? of.doubts.map((text) => el("p", { class: "doubt" }, text)) : null);
  });
}

function calendar(year) {
  const { language } = state;
  const pair = ([name, value]) => el("p", { class: "line" }, el("span", {}, name), " ", el("span", {}, value));
  return el("ol", { class: "year" }, calendarOf(year, language).map(({ name, place, total, lines }) => {
    const now = place === "current" ? ` (${say("family_page.current", language)})` : "";
    return el("li", { class: place }, el("p", { class: "line" }, el("b", {}, name + now), " ", el("b", {}, total)), lines.map(pair));
  }));
}

// A text to send, with what this telephone can do with it.
function toSend(year, page) {
  const { language } = state;
  const message = messageOf(year, language);
  const copy = button(page("copy"), async () => {
    await navigator.clipboard.writeText(message);
    copy.textContent = say("web.copied", language);
  });
  return el("section", { class: "screen" }, el("h2", {}, page("send")), el("p", {}, page("send_about")),
    el("pre", { class: "message", tabindex: "0" }, message),
    el("p", { class: "buttons" },
      el("a", { class: "button", href: `whatsapp://send?text=${encodeURIComponent(message)}` }, say("web.whatsapp", language)),
      navigator.clipboard ? copy : null,
      navigator.share ? button(say("web.share", language), () => navigator.share({ text: message }).catch(() => {})) : null,
      button(page("print"), () => window.print())),
    el("p", { class: "quiet" }, page("only_law")),
    el("p", {}, button(phrase("new"), () => go({ screen: "", people: [], skipped: [], unsure: [], hasSeenParents: false }))));
}

// When each payment is collected, and where to complain.
function howCollected(found, family, language) {
  const lines = claimingLines(found, family.persons, family.day, language);
  if (!lines.length) return [];
  const item = ([name, text]) => (text === undefined ? el("dt", {}, name) : el("dd", {}, `${name}: ${text}`));
  const about = say("claiming.about", language, { day: day(family.day, language) });
  return [el("section", {}, el("h2", {}, say("claiming.title", language)),
    folded(say("claiming.fold", language), el("p", { class: "quiet" }, about), el("dl", {}, lines.map(item))))];
}

function whyNotList(found, persons, language) {
  return el("dl", {}, together(whyNotLines(found, persons, language), "what").map(({ what, who, why }) =>
    [el("dt", {}, who ? `${what} · ${who}` : what), el("dd", {}, why)]));
}

// What was said, screen by screen, each with what leads back to it.
function said({ day: date, persons }) {
  const { language, people } = state;
  const ofPeople = INTERVIEW.screens.find(({ id }) => id === "people");
  const replied = (question, answers, index) => {
    const given = answers[question.answers[0]];
    const reply = people[index].replies[question.id];
    const choice = question.choices.find(({ id }) => id === reply)?.[language];
    const inWords = question.kind === "date" && given ? dateText(given) : given;
    const text = question.kind === "choice" ? choice : typeof given === "number" ? written(given) : inWords;
    return text === undefined ? null : `${question[language].replace(/[^?]$/, "$&:")} ${text}`;
  };
  return [ofPeople, ...askedScreens(state)].map((screen) => el("div", {},
    el("p", {}, el("strong", {}, screen[language]), " ",
      button(web("change"), () => go({ screen: screen.id }), { class: "link screen" })),
    el("ul", {}, persons.flatMap(([name, answers], index) => {
      const texts = screen.questions.filter((question) => isAsked(question, answers, date))
        .map((question) => replied(question, answers, index)).filter((text) => text !== null);
      return texts.length ? [el("li", {}, `${name}. ${texts.join("; ")}`)] : [];
    }))));
}

// A day or a month in words.
function dateText(date) {
  if (date.length > 7) return day(date, state.language);
  return `${say(`number.month_${Number(date.slice(5))}`, state.language)} ${date.slice(0, 4)}`;
}

// A number with as many decimals as it has.
function written(value) {
  return number(value, state.language, (String(value).split(".")[1] ?? "").length);
}

// Lines that differ in one text only as one line, which lists what differs.
function together(lines, differing) {
  const found = new Map();
  for (const line of lines) {
    const key = JSON.stringify({ ...line, [differing]: "" });
    if (!found.has(key)) found.set(key, { ...line });
    else Object.assign(found.get(key), { [differing]: `${found.get(key)[differing]}, ${line[differing]}` });
  }
  return [...found.values()];
}

// The citations, each a link where somebody noted where the norm can be read.
function articles(rests) {
  const cited = rests.map(({ text, address }) => (address ? el("a", { href: address }, text) : text));
  return cited.flatMap((each, index) => (index ? ["; ", each] : [each]));
}

function start(language) {
  started = language;
  render();
  window.addEventListener("hashchange", () => {
    const before = state;
    render();
    if (state.screen !== before.screen) {
      window.scrollTo(0, 0);
      document.querySelector("h1").focus();
    } else if (state.language !== before.language) document.querySelector("header button").focus();
    else if (state.people.length > before.people.length) document.getElementById(`${state.people.length}.name`).focus();
    else document.querySelector("h1").focus();
  });
}
