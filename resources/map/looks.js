/* What the claims in force make of a place's mark, as one number: a look that marks.js paints.

Bits of a look, from the lowest: shape (3), fade (2), stale (2), hatched, faint, disputed, superseded (1 each), number
of slices (2), up to three slices of category (3) and kind (2), and which ends of the dates are doubtful (1 each).
Numbers, so that a hundred thousand places need no object each. Fade and stale follow the time and are found for the marks that are drawn (doubtOf).
*/
(function (root) {
  "use strict";

  const { DISPUTED, FLAG_ANNOUNCED, FLAG_DENIED, FLAG_PLANNED, FLAG_UNCERTAIN, OPEN_START, OPEN_END } = root.MapViewEngine;
  const { SHAPES } = root.MapViewMarks;

  const UNCERTAIN_START = 16; // flags of a row, as mapview/domain/columns.py sets them
  const UNCERTAIN_END = 32;

  const MAX_SLICES = 3;
  const MAX_CATEGORIES = 8; // mapview/render/legend.py makes no more
  const FADE = 3;
  const STALE = 5;
  const HATCHED = 1 << 7;
  const FAINT = 1 << 8;
  const LOOKS_DISPUTED = 1 << 9;
  const SUPERSEDED = 1 << 10;
  const COUNT = 11;
  const SLICES = 13;
  const SLICE = 5; // bits of one
  const DOUBTFUL_START = 1 << 28;
  const DOUBTFUL_END = 1 << 29;
  const BOTH_ENDS = DOUBTFUL_START | DOUBTFUL_END;
  // Kinds of slices: reported, planned only, announced only.
  const PLANNED = 1;
  const ANNOUNCED = 2;
  const NO_LOOK = 0xffffffff;

  const STALE_DAYS = [30, 90, 365]; // texts.sign_stale names them
  const OPEN_FADE_DAYS = 30; // over which an uncertain bound fades where the other one is open, or an unknown one
  const FADE_STEPS = 3;

  const solid = new Uint32Array(MAX_CATEGORIES);
  const announced = new Uint32Array(MAX_CATEGORIES);
  const planned = new Uint32Array(MAX_CATEGORIES);
  const none = new Uint32Array(MAX_CATEGORIES);
  const overtaken = new Uint32Array(MAX_CATEGORIES);
  const chosen = new Int32Array(MAX_SLICES);

  /** The look of a place whose chosen topic is a group of the engine (or -1). @param shape its number in SHAPES */
  function codeOf(engine, place, group, shape) {
    const shown = engine.placeShown[place];
    if (shown === 0) return shape | HATCHED;
    let code = shape;
    if (engine.placeStatus[place] === DISPUTED) code |= LOOKS_DISPUTED;
    // Of a mark with a colour, the dates of the claims that give it count; of a grey one, those of all its claims.
    if (group < 0 || engine.groupShown[group] === 0) {
      return engine.placeUncertain[place] === shown ? code | FAINT | endsOf(engine, place, group) : code;
    }
    if (engine.groupUncertain[group] === engine.groupShown[group]) code |= FAINT | endsOf(engine, place, group);
    countCategories(engine, group);
    const slices = slicesOf(solid, announced, planned);
    if (slices) return code | slices;
    const past = slicesOf(none, none, overtaken);
    return past ? code | past | SUPERSEDED : code;
  }

  /** First row and the one after the last of those that a mark is made of. */
  function rowsOf(engine, place, group) {
    if (group >= 0 && engine.groupShown[group] > 0) return [engine.groupStart[group], engine.groupStart[group + 1]];
    return [engine.groupStart[engine.placeGroup[place]], engine.groupStart[engine.placeGroup[place + 1]]];
  }

  /** Which ends of the dates of shown claims are doubtful, of any of them. */
  function endsOf(engine, place, group) {
    const [first, end] = rowsOf(engine, place, group);
    let ends = 0;
    for (let row = first; row < end; row++) {
      if (!engine.isShown(row)) continue;
      const flags = engine.columns.flags[row];
      ends |= (flags & UNCERTAIN_START ? DOUBTFUL_START : 0) | (flags & UNCERTAIN_END ? DOUBTFUL_END : 0);
    }
    return ends;
  }

  function countCategories(engine, group) {
    const { category, flags } = engine.columns;
    solid.fill(0);
    announced.fill(0);
    planned.fill(0);
    overtaken.fill(0);
    for (let row = engine.groupStart[group]; row < engine.groupStart[group + 1]; row++) {
      if (!engine.isShown(row) || flags[row] & FLAG_DENIED) continue;
      if (flags[row] & FLAG_ANNOUNCED) announced[category[row]]++;
      else if (!(flags[row] & FLAG_PLANNED)) solid[category[row]]++;
      else if (engine.isSuperseded(row)) overtaken[category[row]]++;
      else planned[category[row]]++;
    }
  }

  /** The most claimed categories in the order of the legend, each with the firmest that is said of it. */
  function slicesOf(firm, said, plans) {
    let count = 0;
    for (let c = 0; c < MAX_CATEGORIES; c++) {
      const claims = firm[c] + said[c] + plans[c];
      if (!claims) continue;
      if (count < MAX_SLICES) chosen[count++] = c;
      else dropLeast(firm, said, plans, c, claims);
    }
    let bits = count << COUNT;
    for (let i = 0; i < count; i++) {
      const kind = firm[chosen[i]] ? 0 : said[chosen[i]] ? ANNOUNCED : PLANNED;
      bits |= (chosen[i] | (kind << 3)) << (SLICES + SLICE * i);
    }
    return bits;
  }

  /** Put a category in the place of the one with the fewest claims, the last of these, if that has fewer. */
  function dropLeast(firm, said, plans, c, claims) {
    let least = -1;
    let fewest = claims;
    for (let i = MAX_SLICES - 1; i >= 0; i--) {
      const has = firm[chosen[i]] + said[chosen[i]] + plans[chosen[i]];
      if (has < fewest) {
        fewest = has;
        least = i;
      }
    }
    if (least < 0) return;
    chosen.copyWithin(least, least + 1, MAX_SLICES);
    chosen[MAX_SLICES - 1] = c;
  }

  /** The bits of a look that follow the time: how far into uncertain dates it lies, and how long unconfirmed. */
  function doubtOf(engine, place, group, code) {
    if (code & HATCHED) return 0;
    const days = engine.staleness(place);
    let stale = 0;
    while (stale < STALE_DAYS.length && days >= STALE_DAYS[stale]) stale++;
    return (stale << STALE) | (code & FAINT ? fadeOf(engine, place, group, code) << FADE : 0);
  }

  /** From 1 at a doubtful end to 3 far from it, of the claim that is surest; 0 if that is beyond doubt at this time. */
  function fadeOf(engine, place, group, code) {
    const [first, end] = rowsOf(engine, place, group);
    let surest = 0;
    for (let row = first; row < end; row++) {
      if (engine.isShown(row) && engine.columns.flags[row] & FLAG_UNCERTAIN) surest = Math.max(surest, depthOf(engine, row));
    }
    if (surest >= 1 && (code & BOTH_ENDS) !== BOTH_ENDS) return 0;
    return Math.min(FADE_STEPS, 1 + Math.floor(surest * FADE_STEPS));
  }

  /** From 0 at a doubtful end of a row's dates to 1 far from it, on the surest of the days that are looked at. */
  function depthOf(engine, row) {
    const { earliest: { [row]: earliest }, latest: { [row]: latest }, flags: { [row]: flags } } = engine.columns;
    const isOpenBefore = earliest === OPEN_START;
    const isOpenAfter = latest === OPEN_END;
    if (isOpenBefore && isOpenAfter) return 1;
    const reach = isOpenBefore || isOpenAfter ? OPEN_FADE_DAYS : (latest - earliest) / 2;
    if (reach === 0) return 1;
    const sureness = (day) => {
      const fromStart = isOpenBefore ? 1 - (latest - day) / reach : (day - earliest) / reach;
      const toEnd = isOpenAfter ? 1 - (day - earliest) / reach : (latest - day) / reach;
      return Math.min(flags & UNCERTAIN_START ? fromStart : 1, flags & UNCERTAIN_END ? toEnd : 1);
    };
    // It rises and falls in straight lines, which bend at the ends and in the middle.
    const middle = isOpenBefore ? latest - reach / 2 : earliest + (isOpenAfter ? reach / 2 : reach);
    const seen = [earliest, middle, latest].map((day) => Math.min(Math.max(day, engine.t0), engine.t1));
    return Math.min(1, Math.max(0, ...seen.map(sureness)));
  }

  /** A look as marks.js paints it. @param colours one per category */
  function decode(code, colours) {
    const slices = [];
    for (let i = 0; i < ((code >> COUNT) & 3); i++) {
      const bits = code >> (SLICES + SLICE * i);
      const kind = (bits >> 3) & 3;
      slices.push({ c: bits & 7, colour: colours[bits & 7], hollow: kind === PLANNED, announced: kind === ANNOUNCED });
    }
    return {
      shape: SHAPES[code & 7], slices, fade: (code >> FADE) & 3, stale: (code >> STALE) & 3,
      hatched: (code & HATCHED) > 0, faint: (code & FAINT) > 0, disputed: (code & LOOKS_DISPUTED) > 0,
      superseded: (code & SUPERSEDED) > 0, start: (code & DOUBTFUL_START) > 0, end: (code & DOUBTFUL_END) > 0,
    };
  }

  /** Call visit(category, hollow) for each value of a look; hollow is what nobody reports. */
  function eachSlice(code, visit) {
    for (let i = 0; i < ((code >> COUNT) & 3); i++) {
      const bits = code >> (SLICES + SLICE * i);
      visit(bits & 7, ((bits >> 3) & 3) > 0);
    }
  }

  const api = {
    codeOf, doubtOf, decode, eachSlice, HATCHED, LOOKS_DISPUTED, MAX_CATEGORIES, NO_LOOK, UNCERTAIN_START, UNCERTAIN_END,
  };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.MapViewLooks = api;
})(globalThis);
