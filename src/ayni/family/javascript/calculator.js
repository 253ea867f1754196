// The page of the calculator: INTERVIEW screen by screen, then the answers. All that was said stands in the address.

// ---- what was said: { language, month, screen, people: [{ name, replies }] }; a person is named by number, from 1

const LANGUAGE_TAGS = { es: "es-BO", en: "en" };
const MOST = 20; // persons

function thisMonth() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}`;
}

function stateOf(hash, language) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const month = said.get("m") ?? "";
  const people = [];
  for (const [key, value] of said) {
    const [, place, id] = /^([1-9]\d?)\.(\w+)$/.exec(key) ?? [];
    if (!place || Number(place) > MOST) continue;
    while (people.length < Number(place)) people.push({ name: "", replies: {} });
    const person = people[place - 1];
    if (id === "name") person.name = value;
    else person.replies[id] = value;
  }
  return {
    language: said.get("l") in LANGUAGE_TAGS ? said.get("l") : language,
    month: /^\d{4}-(0[1-9]|1[0-2])$/.test(month) && month >= `${BOOK.firstYear}` ? month : thisMonth(),
    screen: said.get("s") ?? "",
    people: people.length ? people : [{ name: "", replies: {} }],
  };
}

function hashOf({ language, month, screen, people }) {
  const said = new URLSearchParams({ l: language, m: month, s: screen });
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

// Each with a name of its own.
function namesOf({ people, language }) {
  const names = [];
  people.forEach(({ name }, index) => {
    const bare = name.trim() || say("calculator.person", language, { number: index + 1 });
    names.push(names.includes(bare) ? `${bare} (${index + 1})` : bare);
  });
  return names;
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

// The screens on which this household is asked something, in order, and the result.
function screensOf(state) {
  const { day: date, persons } = familyOf(state);
  const asked = ({ id, questions }) =>
    id === "month" || questions.some((question) => persons.some(([, answers]) => isAsked(question, answers, date)));
  return [...INTERVIEW.screens.filter(asked).map(({ id }) => id), "result"];
}

// ---- the page

// An element; a property that begins with `on` is what it does, true stands by itself, and null is left out.
function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null));
  return made;
}

let state;
let started;
const phrase = (key, fields) => say(`calculator.${key}`, state.language, fields);

function go(changes) {
  const hash = hashOf({ ...state, ...changes });
  if (hash === location.hash) render();
  else location.hash = hash;
}

function render() {
  state = stateOf(location.hash, started);
  const screens = screensOf(state);
  if (!screens.includes(state.screen)) [state.screen] = screens;
  document.documentElement.lang = LANGUAGE_TAGS[state.language];
  document.title = phrase("title");
  document.querySelector("header").replaceChildren(...header(screens));
  document.querySelector("main").replaceChildren(...(state.screen === "result" ? result() : asking(screens)));
  const footer = say("web.footer", state.language, { version: BOOK.version });
  document.querySelector("footer").replaceChildren(el("p", {}, `${footer} ${phrase("offline")}`));
}

function header(screens) {
  const other = state.language === "es" ? "en" : "es";
  const place = { step: screens.indexOf(state.screen) + 1, steps: screens.length };
  return [
    el("p", { class: "name" }, "Ayni"),
    el("p", { class: "quiet screen" }, phrase("step", place)),
    button(say("web.mirror", state.language), () => go({ ...collected(), language: other }), { lang: other }),
  ];
}

function button(text, onclick, properties) {
  return el("button", { type: "button", class: "quiet", onclick, ...properties }, text);
}

function heading(text) {
  return el("h1", { tabindex: "-1" }, text);
}

// ---- a screen of questions

function asking(screens) {
  const { language } = state;
  const screen = INTERVIEW.screens.find(({ id }) => id === state.screen);
  const place = screens.indexOf(screen.id);
  const back = place ? button(phrase("back"), () => go({ ...collected(), screen: screens[place - 1] })) : null;
  const forward = phrase(screens[place + 1] === "result" ? "result" : "next");
  const form = el("form", { novalidate: true, autocomplete: "off", onsubmit: sent },
    el("p", { class: "wrong", id: "refused", role: "alert", tabindex: "-1" }),
    screen.id === "month" ? months() : persons(screen),
    el("p", { class: "buttons" }, el("button", { type: "submit" }, forward), back));
  return [heading(screen[language]), screen.about ? el("p", {}, screen.about[language]) : null, form].filter(Boolean);
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

function persons(screen) {
  const { day: date, persons: known } = familyOf(state);
  const isPeople = screen.id === "people";
  const shown = known.map(([name, answers], index) => {
    const asked = screen.questions.filter((question) => isAsked(question, answers, date));
    const number = index + 1;
    if (!asked.length) return null;
    const legend = isPeople ? phrase(index ? "person" : "head", { number }) : name;
    const id = `${number}.name`;
    const called = field(id, phrase("name"), el("input", { id, value: state.people[index].name, maxlength: 30 }));
    const removed = () => go({ ...collected(), people: withoutPerson(collected().people, number) });
    const remove = button(phrase("remove", { name }), removed);
    return el("fieldset", {}, el("legend", {}, legend), isPeople ? called : null,
      asked.map((question) => asks(question, number, known)), isPeople && known.length > 1 ? remove : null);
  });
  const added = () => go({ ...collected(), people: [...collected().people, { name: "", replies: {} }] });
  return [...shown, isPeople && known.length < MOST ? button(phrase("add"), added) : null];
}

function field(id, text, input, ...below) {
  return el("div", { class: "field" }, el("label", { for: id }, text), input, ...below);
}

function asks(question, number, known) {
  const { language } = state;
  const id = `${number}.${question.id}`;
  const reply = state.people[number - 1].replies[question.id] ?? "";
  const hint = question.hint ? el("p", { class: "quiet", id: `${id}.hint` }, question.hint[language]) : null;
  const about = { id, "aria-describedby": `${hint ? `${id}.hint ` : ""}${id}.note`, required: question.required };
  const note = el("p", { class: "note", id: `${id}.note`, "aria-live": "polite" });
  const option = ([value, text]) => el("option", { value, selected: value === reply }, text);
  if (question.kind === "number" || question.kind === "money") {
    const value = reply === "" ? "" : typed(Number(reply));
    const inputmode = question.kind === "money" ? "decimal" : "numeric";
    return field(id, question[language], el("input", { ...about, inputmode, value, onchange: noted }), hint, note);
  }
  if (question.kind === "date") {
    return field(id, question[language], el("input", { ...about, value: asTyped(reply), onchange: noted }), hint, note);
  }
  let options = question.choices.map((choice) => [choice.id, choice[language]]);
  if (question.required) options.unshift(["", phrase("choose")]);
  if (question.kind === "person") {
    const [name] = known[number - 1];
    const candidates = known.map((each, index) => [String(index + 1), each]);
    const fitting = candidates.filter(([, each]) => isCandidate(question, each, name, `${state.month}-01`));
    options = [["", phrase("not_here")], ...fitting.map(([value, [text]]) => [value, text])];
  }
  return field(id, question[language], el("select", about, options.map(option)), hint, note);
}

// A number as one may type it: no mark between thousands.
function typed(value) {
  return String(value).replace(".", state.language === "es" ? "," : ".");
}

// A number of a field, as a text with a point, or the sentence that says what is wrong; "" where nothing is written.
function read(input, question) {
  const text = input.value.trim();
  const instead = document.getElementById(`${input.id.split(".")[0]}.${question.instead}`)?.value.trim();
  if (!text) return { value: "", wrong: question.required && !instead ? phrase("missing") : "" };
  try {
    if (question.kind === "date") {
      if (!typedDay(text)) throw new Refused("reply_not_a_date", { text });
      return { value: typedDay(text), wrong: "" };
    }
    const [low, high, whole] = BOOK.limits[question.answers[0]];
    const exact = readTyped(text, state.language);
    const value = whole ? exact : Number(exact.toFixed(2));
    const [from, to] = [low, high].map((each) => number(each, state.language));
    const fits = value >= low && value <= high && (!whole || Number.isInteger(value));
    return { value: String(value), wrong: fits ? "" : phrase(whole ? "whole" : "between", { low: from, high: to }) };
  } catch (error) {
    return { value: "", wrong: sayError(error, state.language) };
  }
}

// What stands in the form, laid over what was said before; what is wrong is left out.
function collected() {
  const year = document.getElementById("year");
  const month = year ? `${year.value}-${document.getElementById("month").value}` : state.month;
  const people = state.people.map(({ name, replies }, index) => {
    const input = (id) => document.getElementById(`${index + 1}.${id}`);
    const kept = { ...replies };
    for (const question of questionsOf(({ id }) => input(id))) {
      const isTyped = ["number", "money", "date"].includes(question.kind);
      const { value, wrong } = isTyped ? read(input(question.id), question) : { value: input(question.id).value };
      if (value === "" || wrong) delete kept[question.id];
      else kept[question.id] = value;
    }
    if (kept.born && Number(kept.age) === withAge({ born: kept.born }, `${month}-01`).age) delete kept.age;
    return { name: input("name") ? input("name").value : name, replies: kept };
  });
  return { month, people };
}

function questionOf(input) {
  return questionsOf(({ id }) => id === input.id.split(".")[1])[0];
}

// Says beside a field what is wrong, or how a number with a mark was read.
function noted({ target }) {
  const { value, wrong } = read(target, questionOf(target));
  const isDate = value !== "" && questionOf(target).kind === "date";
  const marked = !wrong && (isDate || /[.,]/.test(target.value));
  const read_as = isDate ? dateText(value) : written(Number(value));
  const how = marked ? say("web.read_as", state.language, { value: read_as }) : "";
  tell(target, wrong, wrong || how);
}

function tell(input, wrong, text) {
  const note = document.getElementById(`${input.id}.note`);
  note.textContent = text;
  note.classList.toggle("wrong", Boolean(wrong));
  if (wrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function sent(event) {
  event.preventDefault();
  let first = null;
  for (const input of event.target.querySelectorAll("[aria-describedby]")) {
    const isTyped = input.tagName === "INPUT";
    const missing = input.required && !input.value ? phrase("missing") : "";
    const wrong = isTyped ? read(input, questionOf(input)).wrong : missing;
    if (wrong) {
      tell(input, wrong, wrong);
      first ??= input;
    } else if (!isTyped) tell(input, "", "");
  }
  if (first) {
    first.focus();
    return;
  }
  const said = collected();
  const family = familyOf({ ...state, ...said });
  const refused = document.getElementById("refused");
  refused.textContent = "";
  try {
    checkPersons(family.persons, family.day);
  } catch (error) {
    refused.textContent = sayError(error, state.language);
    refused.focus();
    return;
  }
  const screens = screensOf({ ...state, ...said });
  go({ ...said, screen: screens[screens.indexOf(state.screen) + 1] });
}

// ---- the result

function result() {
  const { language } = state;
  const family = familyOf(state);
  let found;
  try {
    checkPersons(family.persons, family.day);
    found = answersOf(family);
  } catch (error) {
    return [heading(phrase("title")), el("p", { class: "wrong", role: "alert" }, sayError(error, language))];
  }
  const date = day(family.day, language);
  const until = knownUntil(family.day);
  const { cards, remarks } = applies(found, family.persons, language);
  const beside = new Set(cards.flatMap(({ doubts }) => doubts)); // said on the cards
  const onAll = remarks.filter((text) => !beside.has(text));
  const reasons = [...new Set(Object.values(INTERVIEW.assumed).map((each) => each[language]))].join("; ");
  const words = (key) => say(`family.${key}`, language, { day: date });
  return [
    heading(words("title")),
    until ? el("p", {}, say("law.known_until", language, { until: day(until, language), day: date })) : null,
    el("p", {}, words("about")),
    el("ul", { class: "cards" }, together(cards, "who").map(card)),
    el("ul", { class: "remarks" },
      [...onAll, phrase("also_assumed", { reasons }), phrase("address")].map((text) => el("li", {}, text))),
    ...ofTheYear(family, language),
    ...howCollected(found, family, language),
    el("h2", {}, words("title_why_not")),
    el("p", {}, words("about_why_not")),
    el("dl", {}, together(whyNotLines(found, family.persons, language), "what").map(({ what, who, why }) =>
      [el("dt", {}, who ? `${what} · ${who}` : what), el("dd", {}, why)])),
    el("h2", {}, phrase("answers")),
    el("dl", {}, said(family).map(([name, texts]) => [el("dt", {}, name), el("dd", {}, texts.join("; "))])),
    el("p", { class: "buttons" },
      button(phrase("again"), () => go({ screen: "people" }), { class: null }),
      button(phrase("print"), () => window.print()),
      button(phrase("new"), () => go({ screen: "", people: [] }))),
  ];
}

// What is collected now, what comes and what has closed; the sums; and every month of the year.
function ofTheYear(family, language) {
  const year = yearOf(family);
  const fields = { year: family.day.slice(0, 4), day: day(family.day, language) };
  const item = ([what, who, amount, when, notes]) =>
    el("li", {}, [who ? `${what} · ${who}: ${amount}` : `${what}: ${amount}`, when, notes].filter(Boolean).join("; "));
  const shown = yearLines(year, family.persons, language).map(({ title, lines }) =>
    [el("h3", {}, title), lines.length ? el("ul", {}, lines.map(item)) : el("p", {}, say("year.none", language))]);
  return [
    el("h2", {}, say("year.title", language, fields)),
    ...shown.flat(),
    el("ul", { class: "remarks" }, sumSentences(year, family.persons, language).map((text) => el("li", {}, text))),
    el("h2", {}, say("year.calendar", language, fields)),
    el("p", {}, say("year.about_calendar", language)),
    el("dl", {}, calendarLines(year, family.persons, language).map(([name, received, withheld, paid]) =>
      [el("dt", {}, [name, received, withheld].filter(Boolean).join(" · ")), el("dd", {}, paid)])),
  ];
}

// When each payment is collected, and where to complain.
function howCollected(found, family, language) {
  const lines = claimingLines(found, family.persons, family.day, language);
  if (!lines.length) return [];
  const item = ([name, text]) => (text === undefined ? el("dt", {}, name) : el("dd", {}, `${name}: ${text}`));
  return [
    el("h2", {}, say("claiming.title", language)),
    el("p", {}, say("claiming.about", language, { day: day(family.day, language) })),
    el("dl", {}, lines.map(item)),
  ];
}

// Each person with the questions that were replied to, in words.
function said({ day: date, persons }) {
  const { language, people } = state;
  return persons.map(([name, answers], index) => {
    const texts = questionsOf((question) => isAsked(question, answers, date)).map((question) => {
      const reply = people[index].replies[question.id];
      const given = answers[question.answers[0]];
      const choice = question.choices.find(({ id }) => id === reply)?.[language];
      const inWords = question.kind === "date" && given ? dateText(given) : given;
      const text = question.kind === "choice" ? choice : typeof given === "number" ? written(given) : inWords;
      return text === undefined ? null : `${question[language].replace(/[^?]$/, "$&:")} ${text}`;
    });
    return [name, texts.filter((text) => text !== null)];
  });
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
    else Object.assign(found.get(key), { [differing]: `${found.get(key)[differing]}, ${line[differing]}`, many: true });
  }
  return [...found.values()];
}

function card({ what, who, amount, per, paid, rests, bring, doubts, many }) {
  const line = (name, text) => (text ? [el("dt", {}, name), el("dd", {}, text)] : []);
  const words = (key) => say(`family.${key}`, state.language);
  const each = many && amount !== say("word.yes", state.language) ? `, ${phrase("each")}` : "";
  return el("li", {},
    el("h2", {}, what),
    el("p", { class: "amount" }, el("strong", {}, amount), ` ${per}${each}`),
    el("dl", {}, line(words("who"), who), line(words("paid"), paid), line(phrase("bring"), bring),
      line(words("article"), rests.length ? articles(rests) : null)),
    doubts.map((text) => el("p", { class: "doubt" }, text)));
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
