// One household, each answer with the conditions that decided it: what by_hand.py does, on LAW and RULES.

// ---- arithmetic as Python does it

class DividedByZero extends Error {}

function divided(a, b) {
  if (Number(b) === 0) throw new DividedByZero();
  return a / b;
}

function remainder(a, b) {
  if (Number(b) === 0) throw new DividedByZero();
  const left = a % b;
  return left !== 0 && left < 0 !== b < 0 ? left + b : left;
}

function floored(a, b) {
  const left = remainder(a, b);
  const whole = (a - (a % b)) / b - (left === a % b ? 0 : 1);
  return Math.floor(whole) + (whole - Math.floor(whole) > 0.5 ? 1 : 0);
}

// A half goes to the even number.
function rounded(a) {
  const below = Math.floor(a);
  const part = a - below;
  return part > 0.5 || (part === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

function same(a, b) {
  return (typeof a === "boolean" ? Number(a) : a) === (typeof b === "boolean" ? Number(b) : b);
}

function brackets(amount, scale) {
  let due = 0;
  let previous = 0;
  for (const [threshold, rate] of scale) {
    due = due + Math.max(amount - threshold, 0) * (rate - previous);
    previous = rate;
  }
  return due;
}

function step(amount, scale) {
  let reached = 0;
  for (const [threshold, rate] of scale) reached = amount >= threshold ? rate : reached;
  return reached;
}

// ---- the law on a day: days are texts such as 2026-01-31, which stand in order

// What the law cannot say: `key` is a phrase of the section `error`, `fields` fill it.
class Refused extends Error {
  constructor(key, fields) {
    super(`${key} ${JSON.stringify(fields)}`);
    this.key = key;
    this.fields = fields;
  }
}

class LawOnDay {
  constructor(day) {
    this.day = day;
    this.found = new Map();
  }

  // Whether a rule gives anything on the day; one of no instrument always does.
  holds(name) {
    const home = LAW.instruments[LAW.definitions[name].instrument];
    return !home || home.inForce.some(([start, end]) => start <= this.day && (end === null || this.day <= end));
  }

  // The day on which to read an instrument's parameters; null where it is not in force.
  dayInForce(spans, withinYear) {
    if (spans.some(([start, end]) => start <= this.day && (end === null || this.day <= end))) return this.day;
    if (!withinYear) return null;
    const [first, last] = [`${this.day.slice(0, 4)}-01-01`, `${this.day.slice(0, 4)}-12-31`];
    const days = spans
      .map(([start, end]) => [start > first ? start : first, end !== null && end < last ? end : last])
      .filter(([low, high]) => low <= high)
      .map(([low, high]) => (this.day < low ? low : high));
    const distance = (day) => Math.abs(Date.parse(day) - Date.parse(this.day));
    return days.length ? days.reduce((best, each) => (distance(each) < distance(best) ? each : best)) : null;
  }

  // The day in the year on which a rule's parameters are read; null where its instrument is not in force.
  dayRead(name) {
    const { instrument, withinYear } = LAW.definitions[name];
    const home = LAW.instruments[instrument];
    return home ? this.dayInForce(home.inForce, withinYear) : this.day;
  }

  // The row of a parameter that a rule in force reads.
  row(name, parameter) {
    const { instrument } = LAW.definitions[name];
    const full = `${instrument}.${parameter}`;
    const key = `${name} ${parameter}`;
    if (!this.found.has(key)) {
      const day = this.dayRead(name) ?? this.day;
      this.found.set(key, rowOn(LAW.instruments[instrument].parameters[parameter], day, full));
    }
    return this.found.get(key);
  }
}

function rowOn(rows, day, parameter) {
  const current = rows.filter(([start]) => start <= day).pop();
  if (!current || (current[1] !== null && day > current[1])) {
    const ended = rows.map(([, end]) => end).filter((end) => end !== null && end < day);
    throw new Refused("no_value_on_date", { parameter, date: day, first: rows[0][0], until: ended.sort().pop() ?? "" });
  }
  return current;
}

// A definition and all that it reads, each after what it reads.
const orders = new Map();
function order(name) {
  if (!orders.has(name)) {
    const inputs = LAW.definitions[name]?.inputs;
    orders.set(name, inputs ? [...new Set([...inputs.flatMap(order), name])] : []);
  }
  return orders.get(name);
}

// ---- the household

// UndefinedError where the law cannot say.
function valueOf(expression) {
  try {
    return expression();
  } catch (error) {
    if (error instanceof Refused || error instanceof DividedByZero) return undefined;
    throw error;
  }
}

// What the law cannot say is not.
function isAboveZero(expression) {
  return valueOf(expression) > 0;
}

// More than any column holds, to see whether more of a column would make something of a zero.
const PLENTY = 1e12;

// One reading of one rule, writing down every condition and on what the answer rests; each column is a property.
class Reading {
  constructor(household, person, rule) {
    this.$household = household;
    this.$person = person;
    this.$rule = rule;
    this.$rows = {};
    this.$read = new Map();
    this.$conditions = [];
    this.$restsOn = {};
    this.$lacking = [];
    this.$turned = null;
  }

  $value() {
    const when = (place, holds, ...names) => this.$when(place, holds, names);
    const from = (expression, ...names) => this.$from(expression, names);
    const parameters = {};
    for (const name of LAW.definitions[this.$rule].parameters) {
      Object.defineProperty(parameters, name, { get: () => this.$parameter(name) });
    }
    return RULES[this.$rule](this, parameters, when, from);
  }

  $parameter(name) {
    const row = this.$household.law.row(this.$rule, name);
    this.$rows[`${LAW.definitions[this.$rule].instrument}.${name}`] = row;
    return row[2];
  }

  $when(place, given, names) {
    const holds = Boolean(given) !== (this.$conditions.length === this.$turned);
    this.$conditions.push({ place, values: this.$values(names), holds });
    return holds;
  }

  // The conditions about the household each of which alone, turned round, would give some.
  $ways() {
    const isAbout = ({ values }) => Object.keys(values).some((name) => !name.startsWith("p."));
    return this.$conditions.filter((each, index) => isAbout(each) && this.$givesTurned(index));
  }

  $givesTurned(index) {
    const other = new Reading(this.$household, this.$person, this.$rule);
    other.$turned = index;
    return isAboveZero(() => other.$value());
  }

  $from(expression, names) {
    const value = expression();
    this.$restsOn = this.$values(names);
    const wanted = same(value, 0) ? Object.keys(this.$restsOn).filter((name) => this.$isWanted(name, expression)) : [];
    this.$lacking = wanted.some((name) => this.$restsOn[name]) ? [] : wanted;
    return value;
  }

  // Whether the expression would be above zero if there were plenty of the column.
  $isWanted(name, expression) {
    const trace = this.$read.get(name);
    if (!trace || !["number", "boolean"].includes(typeof trace.value)) return false;
    const [read, conditions, rows] = [this.$read, this.$conditions, { ...this.$rows }];
    this.$read = new Map(read).set(name, { ...trace, value: PLENTY });
    this.$conditions = [];
    const isWanted = isAboveZero(expression);
    [this.$read, this.$conditions, this.$rows] = [read, conditions, rows];
    return isWanted;
  }

  $values(names) {
    const values = {};
    for (const name of names) {
      if (name.startsWith("p.")) {
        const value = valueOf(() => this.$household.law.row(this.$rule, name.slice(2))[2]);
        if (value !== undefined) values[name] = value;
      }
      else if (this.$read.has(name)) values[name] = this.$read.get(name).value;
    }
    return values;
  }
}

for (const name of new Set(Object.entries(LAW.definitions).flatMap(([name, { inputs }]) => [name, ...inputs]))) {
  Object.defineProperty(Reading.prototype, name, {
    get() {
      let trace = this.$read.get(name);
      if (!trace) {
        trace = this.$household.reading(name, this.$person);
        this.$read.set(name, trace);
      }
      return trace.value;
    },
  });
}

// `persons` map columns to values; a category is its name, a link the position of another person or null.
class Household {
  constructor(law, persons, household = {}) {
    this.law = law;
    this.persons = persons;
    this.household = household;
    this.traces = new Map();
  }

  // The answer and how it came about: zero where the law gives nothing on the day.
  trace(name, person) {
    const definition = LAW.definitions[name];
    if (definition && !definition.kind && !(name in this.givenBy(person)) && !this.law.holds(name)) {
      return traceOf(name, 0, { inForce: false });
    }
    return this.reading(name, person);
  }

  // What a rule has from another rule, a sum or a fact: of the same year.
  reading(name, person) {
    const definition = LAW.definitions[name];
    if (definition?.entity === "household") person = null;
    if (!this.traces.has(name)) this.traces.set(name, new Map());
    const traces = this.traces.get(name);
    if (!traces.has(person)) traces.set(person, this.traced(name, definition, person));
    return traces.get(person);
  }

  traced(name, definition, person) {
    if (!definition || name in this.givenBy(person)) return traceOf(name, this.given(name, person));
    return definition.kind ? this.aggregate(name, definition, person) : this.rule(name, definition, person);
  }

  givenBy(person) {
    return person === null ? this.household : this.persons[person];
  }

  given(name, person) {
    const given = this.givenBy(person);
    if (!(name in given)) throw new Error(`the household lacks ${name}`);
    return given[name];
  }

  aggregate(name, { kind, column, links }, person) {
    if (kind === "linked") {
      const named = this.reading(column, person);
      return traceOf(name, named.value !== null, { read: [named] });
    }
    const everybody = [...this.persons.keys()];
    const members = links.length
      ? everybody.filter((each) => links.some((link) => this.given(link, each) === person))
      : everybody;
    const read = members.map((each) => this.reading(column, each));
    const some = read.filter((each) => !same(each.value, 0)).length;
    const sum = read.reduce((total, each) => total + Number(each.value), 0);
    return traceOf(name, { sum, any: some > 0, count: some }[kind], { read });
  }

  rule(name, { unit }, person) {
    if (this.law.dayRead(name) === null) return traceOf(name, 0, { inForce: false });
    const reading = new Reading(this, person, name);
    let value;
    try {
      value = reading.$value();
    } catch (error) {
      if (!(error instanceof DividedByZero)) throw error;
      const inputs = [...reading.$read].map(([each, trace]) => `${each} = ${trace.value}`).join(", ");
      throw new Refused("not_finite", { rule: name, inputs });
    }
    value = unit === "flag" ? Boolean(value) : Number(value);
    const { $conditions: conditions, $restsOn: restsOn, $lacking: lacking, $rows: rows } = reading;
    const ways = value || Object.keys(restsOn).length ? [] : reading.$ways();
    return traceOf(name, value, { conditions, read: [...reading.$read.values()], restsOn, rows, lacking, ways });
  }
}

function traceOf(rule, value, about = {}) {
  return {
    rule, value, conditions: [], read: [], inForce: true, restsOn: {}, rows: {}, lacking: [], ways: [], ...about,
  };
}

// The rows that a trace and those below it read, by `instrument.parameter`.
function allRows(trace) {
  return Object.assign({ ...trace.rows }, ...trace.read.map(allRows));
}

// What parameters below `reported` an answer rests on: `recalled:instrument.parameter`; `assumed:instrument` once.
function doubtful(trace) {
  const below = Object.entries(allRows(trace)).filter(([, row]) => DOUBTFUL.includes(row[3]));
  const marks = below.map(([name, row]) => `${row[3]}:${row[3] === "assumed" ? name.split(".")[0] : name}`);
  return [...new Set(marks)];
}
const DOUBTFUL = ["recalled", "conflicting", "assumed"];
