/* Dates and numbers in the words of the page's language, and dates as people type them. */
(function (root) {
  "use strict";

  const DAY_MS = 86400000;
  const ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩";

  /** Put parts where a text says {}. */
  function fill(text, ...parts) {
    return parts.reduce((filled, part) => filled.replace("{}", () => part), text);
  }

  /** A text whose direction leaves its neighbours alone (Unicode FSI and PDI). */
  function isolated(text) {
    return `\u2068${text}\u2069`;
  }

  function byId(id) {
    return document.getElementById(id);
  }

  /** Days since 1970-01-01 of a day of the Gregorian calendar. @param month 0 to 11, or beyond */
  function dayOf(year, month, ofMonth) {
    const date = new Date(0);
    date.setUTCFullYear(year, month, ofMonth); // Date.UTC reads the years 0 to 99 as 1900 to 1999
    return Math.round(date.getTime() / DAY_MS);
  }

  /** [year, month from 0, day of the month] of a day. */
  function civil(day) {
    const date = new Date(day * DAY_MS);
    return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  }

  function addMonths(day, months) {
    const [year, month, ofMonth] = civil(day);
    const last = civil(dayOf(year, month + months + 1, 0))[2];
    return dayOf(year, month + months, Math.min(ofMonth, last));
  }

  /** A day as EDTF writes it. */
  function iso(day) {
    const [year, month, ofMonth] = civil(day);
    const two = (number) => String(number).padStart(2, "0");
    const sign = year < 0 ? "-" : "";
    return `${sign}${String(Math.abs(year)).padStart(4, "0")}-${two(month + 1)}-${two(ofMonth)}`;
  }

  /** First and last day of an EDTF day, month or year; null for anything else. */
  function parseIso(text) {
    const found = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text);
    if (!found) return null;
    const [year, month, ofMonth] = found.slice(1).map((part) => (part === undefined ? null : Number(part)));
    if (month === null) return [dayOf(year, 0, 1), dayOf(year, 12, 0)];
    if (month < 1 || month > 12) return null;
    if (ofMonth === null) return [dayOf(year, month - 1, 1), dayOf(year, month, 0)];
    const day = dayOf(year, month - 1, ofMonth);
    return civil(day)[2] === ofMonth && ofMonth > 0 ? [day, day] : null;
  }

  class Words {
    constructor(texts) {
      this.texts = texts;
    }

    digits(text) {
      return String(text).replace(/[0-9]/g, (digit) => this.texts.digits[Number(digit)]);
    }

    year(year) {
      return this.digits(year > 0 ? String(year) : fill(this.texts.bc, String(1 - year)));
    }

    /** A month in one word, short where the language has short ones. @param month 0 to 11 */
    shortMonth(month) {
      const name = this.texts.months[month];
      return document.documentElement.lang === "en" ? name.slice(0, 3) : name;
    }

    month(year, month) {
      return `${this.texts.months[month]} ${this.year(year)}`;
    }

    day(day) {
      const [year, month, ofMonth] = civil(day);
      return `${this.digits(ofMonth)} ${this.texts.months[month]} ${this.year(year)}`;
    }

    /** Days from one to another, in the shortest words that say them. */
    days(first, last) {
      const [year, month, ofMonth] = civil(first);
      if (first === last) return this.day(first);
      if (ofMonth === 1 && last === dayOf(year, month + 1, 0)) return this.month(year, month);
      if (ofMonth === 1 && month === 0 && last === dayOf(year, 12, 0)) return this.year(year);
      return `${this.day(first)} – ${this.day(last)}`;
    }

    /** First and last day of what somebody typed: EDTF, or day, month and year in words; null if it is no date. */
    parse(text) {
      const plain = text.trim().replace(/[٠-٩]/g, (digit) => String(ARABIC_DIGITS.indexOf(digit)));
      const found = parseIso(plain) || this._parseWords(plain);
      return found && found.every(Number.isFinite) ? found : null;
    }

    _parseWords(text) {
      const found = /^(?:(\d{1,2})\s+)?(\p{L}[\p{L}\p{M}\s]*?)\s+(\d{1,4})$/u.exec(text);
      if (!found) return null;
      const name = found[2].toLowerCase().replace(/\s+/g, " ");
      const month = this.texts.months.findIndex((one) => one.toLowerCase() === name || (name.length === 3 && one.toLowerCase().startsWith(name)));
      if (month < 0) return null;
      const two = (number) => String(number).padStart(2, "0");
      const date = `${found[3].padStart(4, "0")}-${two(month + 1)}`;
      return parseIso(found[1] ? `${date}-${two(found[1])}` : date);
    }
  }

  root.MapViewWords = { Words, fill, isolated, byId, addMonths, civil, dayOf, iso, parseIso, DAY_MS };
})(globalThis);
