// Numbers, money and dates as they are written in Bolivia, and in English: what numbers.py does.

const [NBSP, MINUS] = ["\u00a0", "\u2212"];
const MARKS = { es: [".", ","], en: [",", "."] };

// `1.234,5`; a tie goes away from zero and zero has no sign.
function number(value, language, places = 0, { sign = false } = {}) {
  const text = roundedText(Math.abs(value), places);
  const isZero = !/[1-9]/.test(text);
  const before = isZero ? "" : value < 0 ? MINUS : sign ? "+" : "";
  const [whole, decimals] = text.split(".");
  const [thousand, point] = MARKS[language];
  return before + whole.replace(/\B(?=(\d{3})+$)/g, thousand) + (decimals ? point + decimals : "");
}

// Negative places round to tens, hundreds…
function roundedText(value, places) {
  if (places >= 0) return value.toFixed(places);
  const unit = 10n ** BigInt(-places);
  const whole = BigInt(Math.trunc(value));
  return String((whole / unit + (2n * (whole % unit) >= unit ? 1n : 0n)) * unit);
}

function money(value, language, places = 0, { sign = false } = {}) {
  const text = number(value, language, places, { sign });
  return [MINUS, "+"].includes(text[0]) ? `${text[0]}Bs${NBSP}${text.slice(1)}` : `Bs${NBSP}${text}`;
}

// `13 de enero de 2026`, from 2026-01-13.
function day(date, language) {
  const [year, month, of] = date.split("-").map(Number);
  return say("number.day", language, { day: of, month: say(`number.month_${month}`, language), year });
}

// `enero de 2026`, from 2026-01-13.
function monthOfYear(date, language) {
  const [year, month] = date.split("-").map(Number);
  return say("number.month_of_year", language, { month: say(`number.month_${month}`, language), year });
}

// A number as people type it in a form; whoever takes it says how it was read.
function readTyped(text, language) {
  const bare = text.split(MINUS).join("-").replace(/\s/g, "").replace(/^(-?)Bs/, "$1");
  const [thousands, decimals] = MARKS[language];
  if (new RegExp(`^-?[1-9]\\d{0,2}(\\${thousands}\\d{3})+(\\${decimals}\\d+)?$`).test(bare)) {
    return Number(bare.split(thousands).join("").replace(decimals, "."));
  }
  if (new RegExp(`^-?[1-9]\\d{0,2}\\${decimals}\\d{3}$`).test(bare)) {
    const [one, other] = ["", "."].map((mark) => number(Number(bare.replace(decimals, mark)), language));
    throw new Refused("typed_two_readings", { text, one, other });
  }
  if (/^-?\d+([.,]\d+)?$/.test(bare)) return Number(bare.replace(",", "."));
  throw new Refused("typed_no_number", { text });
}
