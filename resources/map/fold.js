/* Spellings of a word made comparable, exactly as fold of mapview/gazetteer/normalise.py does it, whose tables of letters
the page carries (meta.letters: {latin, arabic}, letter to letters). */
(function (root) {
  "use strict";

  const ASCII = /^[\x00-\x7f]*$/;
  const PLAIN = /^[\x00-\x7f\u0600-\u06ff\u2000-\u206f]*$/; // letters with one small form, or none
  const NOT_WORD = /[^\p{L}\p{N}]+/gu;
  const MARKS = /[\p{Mn}\p{Cf}\p{Sk}]/gu;
  const KURDISH_START = /(?<![\p{L}\p{N}_])ئ[اەه]?/gu;
  const CHEROKEE = /[\u13a0-\u13ff\uab70-\uabbf]/g;

  /* Python's casefold, which JavaScript lacks: letters that have several small forms get one, and Cherokee is capital. */
  function caseFold(text) {
    if (PLAIN.test(text)) return text.toLowerCase();
    return text.toLowerCase().toUpperCase().toLowerCase().replaceAll("ς", "σ").replace(CHEROKEE, (letter) => letter.toUpperCase());
  }

  /* The digits of a script stand in a row of ten, from a code point that ends in 0 or 6 (Unicode, Nd). */
  function digit(letter) {
    const code = letter.codePointAt(0);
    const low = code & 15;
    return String(low < 10 && /\p{Nd}/u.test(String.fromCodePoint(code - low)) ? low : low - 6);
  }

  /** Returns the folding. @param letters {latin, arabic} */
  function folder({ latin, arabic }) {
    const exchange = (table) => {
      const found = new RegExp(`[${Object.keys(table).join("")}]`, "gu");
      return (text) => text.replace(found, (letter) => table[letter]);
    };
    const [ofLatin, ofArabic] = [exchange(latin), exchange(arabic)];
    return (text) => {
      if (ASCII.test(text)) return text.toLowerCase().replace(/['`]/g, "").replace(/[^a-z0-9]+/g, " ").trim();
      const apart = caseFold(ofLatin(caseFold(text.normalize("NFC").replace(KURDISH_START, "ا"))).normalize("NFKD"));
      return ofArabic(ofLatin(apart.replace(MARKS, "").replace(/\p{Nd}/gu, digit))).replace(NOT_WORD, " ").trim();
    };
  }

  const api = { folder };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.MapViewFold = api;
})(globalThis);
