/* The claim engine: which claims hold at an event time as known on a day, and what that makes of each place.

Pure: no page, no clock, no object per claim. The same rules as mapview/domain/timeline.py; a test compares the
two on random projects.

Input (see mapview/render/map_data.py): typed arrays, one row per claim, sorted by (place, topic, earliest):
  place u32, topic u16, source u32, category u8, earliest i32, latest i32 (days since 1970-01-01, both inclusive; the smallest
  and the largest 32-bit integer where open), known i32, voice u32, low f64, high f64, flags u8
and pairs of rows:
  conflict_a/conflict_b u32      rows that cannot both hold and share a day, each pair once
  conflict_settled u8            1 for those that a person's decision has settled: they are told, but dispute nothing
  aside_row/aside_by             a row that a decision sets aside, and one in whose favour: while that is shown, the
                                 first supports no other row
  overtaken_plan/overtaken_by    a planned row, and a reported row of its place and topic that begins later

How it works: each row has a bit each for begun, over and known. The rows stand in three orders, by earliest, by latest
and by known day, with a pointer into each; moving the view moves the pointers and touches only the rows between (a far move: all, in turn).
Counters per group (a place and a topic) and per place follow by +1 and -1; only the groups touched are judged again.
Statuses that are not asked for (setStatuses) silence their groups after these have been judged, so that no second look
at the claims is needed.
*/
(function (root) {
  "use strict";

  const OPEN_START = -2147483648;
  const OPEN_END = 2147483647;

  // From the least to the worst, in the order of mapview.domain.model.STATUSES.
  const STATUSES = ["unreported", "superseded", "corroborated", "single-source", "disputed"];
  const UNREPORTED = 0;
  const SUPERSEDED = 1;
  const CORROBORATED = 2;
  const SINGLE_SOURCE = 3;
  const DISPUTED = 4;

  const FLAG_UNCERTAIN = 1;
  const FLAG_PLANNED = 2;
  const FLAG_DENIED = 4;
  const FLAG_ANNOUNCED = 8;

  const BEGUN = 1;
  const OVER = 2;
  const KNOWN = 4;
  const MUTED = 8; // does not pass the filter
  const SHOWN = BEGUN | KNOWN;

  const FAR = 0.25; // of all rows, by three pointers together
  const MOST_DAYS = 1 << 20; // nearly three thousand years, to each of which belongs a counter

  const ARRAYS = {
    u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, f64: Float64Array,
  };

  /** Typed arrays over one buffer; descriptors are {name, type, offset, length}, offsets in bytes from a base. */
  function readColumns(descriptors, buffer, base = 0) {
    const columns = {};
    for (const { name, type, offset, length } of descriptors) {
      const array = ARRAYS[type];
      if (!array) throw new Error(`column ${name} has the unknown type ${type}`);
      columns[name] = new array(buffer, base + offset, length);
    }
    return columns;
  }

  /** Neighbours of each row as offsets and a flat list: neighbours of r are list[start[r]] to list[start[r+1]-1]. */
  function adjacency(count, from, to, bothWays) {
    const start = new Uint32Array(count + 1);
    if (!from.length) return { start, list: new Uint32Array(0) };
    for (let i = 0; i < from.length; i++) {
      start[from[i] + 1]++;
      if (bothWays) start[to[i] + 1]++;
    }
    for (let r = 0; r < count; r++) start[r + 1] += start[r];
    const next = start.slice(0, count);
    const list = new Uint32Array(start[count]);
    for (let i = 0; i < from.length; i++) {
      list[next[from[i]]++] = to[i];
      if (bothWays) list[next[to[i]]++] = from[i];
    }
    return { start, list };
  }

  /** Row numbers by rising key, then by number: by counting, a tenth of the time that comparing takes. */
  function orderBy(keys) {
    let least = OPEN_END;
    let most = OPEN_START;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === OPEN_START || key === OPEN_END) continue;
      if (key < least) least = key;
      if (key > most) most = key;
    }
    return most - least < MOST_DAYS ? orderWithin(keys, least, most) : orderInRounds(keys);
  }

  /** As orderBy, of keys from least to most, or open. */
  function orderWithin(keys, least, most) {
    const n = keys.length;
    // One for open starts, one for each key, one for open ends, one more to count to.
    const last = Math.max(most - least, -1) + 2;
    const start = new Uint32Array(last + 2);
    const digits = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      const key = keys[i];
      const digit = key === OPEN_START ? 0 : key === OPEN_END ? last : key - least + 1;
      digits[i] = digit;
      start[digit + 1]++;
    }
    for (let digit = 0; digit <= last; digit++) start[digit + 1] += start[digit];
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[start[digits[i]]++] = i;
    return order;
  }

  /** As orderBy, in two rounds. */
  function orderInRounds(keys) {
    const n = keys.length;
    let order = new Uint32Array(n);
    let next = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    for (const shift of [0, 16]) {
      const start = new Uint32Array(65537);
      for (let i = 0; i < n; i++) start[(((keys[i] ^ OPEN_START) >>> shift) & 65535) + 1]++;
      for (let digit = 0; digit < 65536; digit++) start[digit + 1] += start[digit];
      for (let i = 0; i < n; i++) next[start[((keys[order[i]] ^ OPEN_START) >>> shift) & 65535]++] = order[i];
      [order, next] = [next, order];
    }
    return order;
  }

  /** Sort a stretch of rows by their lower bound: most groups are small, and a view of an array for each is dear. */
  function sortByLow(rows, low, first, end) {
    if (end - first > 24) {
      rows.subarray(first, end).sort((a, b) => (low[a] < low[b] ? -1 : low[a] > low[b] ? 1 : a - b));
      return;
    }
    for (let i = first + 1; i < end; i++) {
      const row = rows[i];
      let j = i;
      for (; j > first && low[rows[j - 1]] > low[row]; j--) rows[j] = rows[j - 1];
      rows[j] = row;
    }
  }

  /** The stretch between rising edges that holds a day. */
  function stretchOf(edges, day) {
    let low = 0;
    let high = edges.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle;
    }
    return low;
  }

  /** How many rows have a key of at most a limit; the order is by rising keys. */
  function reach(order, keys, limit) {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[order[middle]] <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  class ClaimEngine {
    /** @param columns as above  @param placeCount number of places  @param topicCount number of topics */
    constructor(columns, placeCount, topicCount) {
      this.columns = columns;
      this.rowCount = columns.place.length;
      this.placeCount = placeCount;
      this.topicCount = topicCount;
      const n = this.rowCount;

      this.bits = new Uint8Array(n);
      this.overtakers = new Uint32Array(n); // per plan: reported rows that have begun and are known
      this._conflicts = adjacency(n, columns.conflict_a, columns.conflict_b, true);
      this._disputes = this._conflicts;
      if (columns.conflict_settled.includes(1)) {
        const isOpen = (_, i) => !columns.conflict_settled[i];
        this._disputes = adjacency(n, columns.conflict_a.filter(isOpen), columns.conflict_b.filter(isOpen), true);
      }
      this.setAside = new Uint32Array(n); // per row: shown rows in whose favour it is set aside
      this._asides = adjacency(n, columns.aside_by, columns.aside_row, false);
      this._overtakes = adjacency(n, columns.overtaken_by, columns.overtaken_plan, false);

      this._byStart = orderBy(columns.earliest);
      this._byEnd = orderBy(columns.latest);
      this._byKnown = orderBy(columns.known);
      this._started = 0;
      this._ended = 0;
      this._learnt = 0;

      this._group();
      const groups = this.groupPlace.length;
      this.groupStatus = new Uint8Array(groups);
      this.groupShown = new Uint32Array(groups);
      this.groupUncertain = new Uint32Array(groups);
      // As many as are shown while no status is asked for.
      this._groupHeard = new Uint32Array(groups);
      this._groupDoubted = new Uint32Array(groups);
      this._groupSilent = new Uint8Array(groups);
      this.statuses = null; // 1 per status that is asked for; null: all
      this._groupConflicts = new Uint32Array(groups);
      this.placeShown = new Uint32Array(placeCount);
      this.placeUncertain = new Uint32Array(placeCount);
      this.placeStatus = new Uint8Array(placeCount);
      this._placeRanks = new Uint32Array(placeCount * STATUSES.length);

      this._dirtyGroup = new Uint8Array(groups);
      this._dirtyGroups = new Uint32Array(groups);
      this._dirtyGroupCount = 0;
      this._dirtyPlace = new Uint8Array(placeCount);
      this._dirtyPlaces = new Uint32Array(placeCount);

      this.t0 = OPEN_START;
      this.t1 = OPEN_START;
      this.known = OPEN_START;
    }

    _group() {
      const { place, topic, low } = this.columns;
      const n = this.rowCount;
      this.groupOf = new Uint32Array(n);
      let groups = 0;
      for (let r = 0; r < n; r++) {
        if (r === 0 || place[r] !== place[r - 1] || topic[r] !== topic[r - 1]) groups++;
        this.groupOf[r] = groups - 1;
      }
      const starts = this.groupStart = new Uint32Array(groups + 1);
      for (let r = n - 1; r >= 0; r--) starts[this.groupOf[r]] = r;
      starts[groups] = n;
      this.groupPlace = new Uint32Array(groups);
      this.groupTopic = new Uint16Array(groups);
      // Within a group by lower bound, so that one pass finds two ranges that meet.
      this._byLow = new Uint32Array(n);
      for (let r = 0; r < n; r++) this._byLow[r] = r;
      for (let g = 0; g < groups; g++) {
        const first = starts[g];
        const end = starts[g + 1];
        this.groupPlace[g] = place[first];
        this.groupTopic[g] = topic[first];
        sortByLow(this._byLow, low, first, end);
      }
      this.placeGroup = new Uint32Array(this.placeCount + 1);
      for (let g = 0; g < groups; g++) this.placeGroup[this.groupPlace[g] + 1]++;
      for (let p = 0; p < this.placeCount; p++) this.placeGroup[p + 1] += this.placeGroup[p];
    }

    /**
     * Move to event time [t0, t1] (days, inclusive; null: all of time) as known on a day (null: everything known).
     * @returns the places whose claims or status may have changed, valid until the next call
     */
    setView(t0, t1, known) {
      this.t0 = t0 === null ? OPEN_START : t0;
      this.t1 = t1 === null ? OPEN_END : t1;
      this.known = known === null ? OPEN_END : known;
      const { earliest, latest, known: knownFrom } = this.columns;
      const started = reach(this._byStart, earliest, this.t1);
      const ended = reach(this._byEnd, latest, this.t0 - 1);
      const learnt = reach(this._byKnown, knownFrom, this.known);
      const far = Math.abs(started - this._started) + Math.abs(ended - this._ended) + Math.abs(learnt - this._learnt);
      if (far > this.rowCount * FAR) {
        this._jump();
      } else {
        this._move(this._byStart, this._started, started, BEGUN);
        this._move(this._byEnd, this._ended, ended, OVER);
        this._move(this._byKnown, this._learnt, learnt, KNOWN);
      }
      this._started = started;
      this._ended = ended;
      this._learnt = learnt;
      return this._judge();
    }

    /** Flip the bit of the rows between two pointers. */
    _move(order, from, to, bit) {
      for (let i = Math.min(from, to); i < Math.max(from, to); i++) this._turn(order[i], this.bits[order[i]] ^ bit);
    }

    /** Look at every row, one after the other: where most change, going by the three orders takes ten times as long. */
    _jump() {
      const { earliest, latest, known } = this.columns;
      for (let row = 0; row < this.rowCount; row++) {
        const begun = earliest[row] <= this.t1 ? BEGUN : 0;
        const over = latest[row] < this.t0 ? OVER : 0;
        const now = (this.bits[row] & MUTED) | begun | over | (known[row] <= this.known ? KNOWN : 0);
        if (now !== this.bits[row]) this._turn(row, now);
      }
    }

    _turn(row, now) {
      const before = this.bits[row];
      this.bits[row] = now;
      const spoke = (before & (SHOWN | MUTED)) === SHOWN;
      const speaks = (now & (SHOWN | MUTED)) === SHOWN;
      if (spoke !== speaks) this._overtake(row, speaks ? 1 : -1);
      if ((before === SHOWN) !== (now === SHOWN)) this._show(row, now === SHOWN ? 1 : -1);
    }

    /**
     * Count some claims only; the others say nothing until they are heard again.
     * @param passing a bit per row, from the lowest of each byte, 1 if it counts; null: all
     * @param heard 1 per source that counts; null: all
     * @returns places as setView does
     */
    setFilter(passing, heard) {
      const { source } = this.columns;
      for (let row = 0; row < this.rowCount; row++) {
        const speaks = (passing === null || (passing[row >> 3] >> (row & 7)) & 1) && (heard === null || heard[source[row]]);
        if (!speaks !== ((this.bits[row] & MUTED) !== 0)) this._turn(row, this.bits[row] ^ MUTED);
      }
      return this._judge();
    }

    /**
     * Show only groups with some statuses, each judged by all claims that count.
     * @param wanted 1 per status that is shown; null: all
     * @returns places as setView does
     */
    setStatuses(wanted) {
      if (wanted === null && this.statuses === null) return this._dirtyPlaces.subarray(0, 0);
      this.statuses = wanted;
      for (let group = 0; group < this.groupPlace.length; group++) this._touch(group);
      return this._judge();
    }

    /** Which places (1) have a claim among those with a bit set. */
    placesOf(passing) {
      const found = new Uint8Array(this.placeCount);
      for (let row = 0; row < this.rowCount; row++) {
        if ((passing[row >> 3] >> (row & 7)) & 1) found[this.columns.place[row]] = 1;
      }
      return found;
    }

    _overtake(row, change) {
      const { start, list } = this._overtakes;
      for (let i = start[row]; i < start[row + 1]; i++) {
        const plan = list[i];
        this.overtakers[plan] += change;
        this._touch(this.groupOf[plan]);
      }
    }

    _show(row, change) {
      const group = this.groupOf[row];
      this._groupHeard[group] += change;
      if (this.columns.flags[row] & FLAG_UNCERTAIN) this._groupDoubted[group] += change;
      this._touch(group);
      const asides = this._asides;
      for (let i = asides.start[row]; i < asides.start[row + 1]; i++) {
        const aside = asides.list[i];
        this.setAside[aside] += change;
        this._touch(this.groupOf[aside]);
      }
      const { start, list } = this._disputes;
      for (let i = start[row]; i < start[row + 1]; i++) {
        const partner = list[i];
        if (this.bits[partner] !== SHOWN) continue;
        const other = this.groupOf[partner];
        this._groupConflicts[group] += change;
        this._groupConflicts[other] += change;
        this._touch(other);
      }
    }

    _touch(group) {
      if (this._dirtyGroup[group]) return;
      this._dirtyGroup[group] = 1;
      this._dirtyGroups[this._dirtyGroupCount++] = group;
    }

    _judge() {
      const ranks = this._placeRanks;
      const width = STATUSES.length;
      let places = 0;
      for (let i = 0; i < this._dirtyGroupCount; i++) {
        const group = this._dirtyGroups[i];
        this._dirtyGroup[group] = 0;
        const place = this.groupPlace[group];
        const before = this.groupStatus[group];
        const now = this._shownStatusOf(group);
        if (before !== now) {
          this.groupStatus[group] = now;
          if (before) ranks[place * width + before]--;
          if (now) ranks[place * width + now]++;
        }
        if (!this._dirtyPlace[place]) {
          this._dirtyPlace[place] = 1;
          this._dirtyPlaces[places++] = place;
        }
      }
      this._dirtyGroupCount = 0;
      for (let i = 0; i < places; i++) {
        const place = this._dirtyPlaces[i];
        this._dirtyPlace[place] = 0;
        let status = width - 1;
        while (status > 0 && ranks[place * width + status] === 0) status--;
        this.placeStatus[place] = status;
      }
      return this._dirtyPlaces.subarray(0, places);
    }

    /* The status of a group, and what of it is shown. */
    _shownStatusOf(group) {
      const status = this._statusOf(group);
      const silent = this.statuses !== null && !this.statuses[status] ? 1 : 0;
      const place = this.groupPlace[group];
      const shown = silent ? 0 : this._groupHeard[group];
      const uncertain = silent ? 0 : this._groupDoubted[group];
      this.placeShown[place] += shown - this.groupShown[group];
      this.placeUncertain[place] += uncertain - this.groupUncertain[group];
      this.groupShown[group] = shown;
      this.groupUncertain[group] = uncertain;
      this._groupSilent[group] = silent;
      return silent ? UNREPORTED : status;
    }

    _statusOf(group) {
      if (this._groupHeard[group] === 0) return UNREPORTED;
      if (this._groupConflicts[group] > 0) return DISPUTED;
      return this._agreement(group);
    }

    /* Rows come by lower bound, so two ranges meet if the later's lower bound is not above the earlier's upper one. It
    is enough to keep the highest upper bound, for plans and for the rest: had a row met a lower one of another voice,
    the highest, which lies over the same point, would have met that one before. */
    _agreement(group) {
      const { low, high, voice, flags } = this.columns;
      const top = [-Infinity, -Infinity];
      const topVoice = [-1, -1];
      let standing = false;
      for (let i = this.groupStart[group]; i < this.groupStart[group + 1]; i++) {
        const row = this._byLow[i];
        if (this.bits[row] !== SHOWN || this.overtakers[row] > 0) continue;
        standing = true;
        if (flags[row] & FLAG_DENIED || this.setAside[row] > 0) continue;
        const plan = flags[row] & FLAG_PLANNED ? 1 : 0;
        const isOther = topVoice[plan] >= 0 && voice[row] !== topVoice[plan];
        if (isOther && top[plan] >= low[row]) return CORROBORATED;
        if (topVoice[plan] < 0 || high[row] > top[plan]) {
          top[plan] = high[row];
          topVoice[plan] = voice[row];
        }
      }
      return standing ? SINGLE_SOURCE : SUPERSEDED;
    }

    isShown(row) {
      return this.bits[row] === SHOWN && !this._groupSilent[this.groupOf[row]];
    }

    /** Whether a row holds and is known, whether or not it passes the filter. */
    isThere(row) {
      return (this.bits[row] & ~MUTED) === SHOWN;
    }

    isSuperseded(row) {
      return this.overtakers[row] > 0;
    }

    /** The group of a place and a topic, or -1. */
    findGroup(place, topic) {
      for (let g = this.placeGroup[place]; g < this.placeGroup[place + 1]; g++) {
        if (this.groupTopic[g] === topic) return g;
      }
      return -1;
    }

    /** For how many days nobody has confirmed what is claimed of a place, as View.staleness in mapview/domain/view.py. */
    staleness(place) {
      if (this.t1 === OPEN_END) return -1;
      const { latest, known, flags } = this.columns;
      const end = this.groupStart[this.placeGroup[place + 1]];
      let last = OPEN_START;
      for (let row = this.groupStart[this.placeGroup[place]]; row < end; row++) {
        if (!this.isShown(row) || flags[row] & FLAG_PLANNED) continue;
        last = Math.max(last, Math.min(latest[row], known[row]));
      }
      return last === OPEN_START ? -1 : Math.max(0, this.t1 - last);
    }

    /** Rows of a place that are shown, in their order. */
    rowsAt(place) {
      const rows = [];
      const first = this.groupStart[this.placeGroup[place]];
      const end = this.groupStart[this.placeGroup[place + 1]];
      for (let row = first; row < end; row++) if (this.isShown(row)) rows.push(row);
      return rows;
    }

    /** Rows that contradict a row and are shown with it. */
    conflictsOf(row) {
      const { start, list } = this._conflicts;
      const found = [];
      for (let i = start[row]; i < start[row + 1]; i++) if (this.isShown(list[i])) found.push(list[i]);
      return found.sort((a, b) => a - b);
    }

    /**
     * Known claims in force, by source and stretch of days. Claims that are open on both sides hold always and are
     * left out.
     * @param edges days, rising; stretch i runs from edges[i] to the day before edges[i + 1]
     * @param sourceCount number of sources
     * @param passing a bit per row, 1 if it is counted; null: all
     * @param isLocked whether on each day only what was known then counts, not what is known now
     * @returns counts, stretches of the first source, then those of the next
     */
    histogram(edges, sourceCount, passing = null, isLocked = false) {
      const { earliest, latest, known, source } = this.columns;
      const stretches = edges.length - 1;
      const steps = new Int32Array(sourceCount * (stretches + 1));
      const first = edges[0];
      const end = edges[stretches];
      for (let row = 0; row < this.rowCount; row++) {
        if (!isLocked && known[row] > this.known) continue;
        const start = isLocked ? Math.max(earliest[row], known[row]) : earliest[row];
        if (start > latest[row] || start >= end || latest[row] < first) continue;
        if (start === OPEN_START && latest[row] === OPEN_END) continue;
        if (passing && !((passing[row >> 3] >> (row & 7)) & 1)) continue;
        const base = source[row] * (stretches + 1);
        steps[base + stretchOf(edges, Math.max(start, first))]++;
        if (latest[row] < end - 1) steps[base + stretchOf(edges, latest[row]) + 1]--;
      }
      const counts = new Int32Array(sourceCount * stretches);
      for (let s = 0; s < sourceCount; s++) {
        let now = 0;
        for (let i = 0; i < stretches; i++) {
          now += steps[s * (stretches + 1) + i];
          counts[s * stretches + i] = now;
        }
      }
      return counts;
    }

    /** Days, ascending, on which a claim begins or has just ended. */
    changeDays() {
      const days = new Set();
      const { earliest, latest } = this.columns;
      for (let row = 0; row < this.rowCount; row++) {
        if (earliest[row] !== OPEN_START) days.add(earliest[row]);
        if (latest[row] !== OPEN_END) days.add(latest[row] + 1);
      }
      return [...days].sort((a, b) => a - b);
    }
  }

  const api = {
    ClaimEngine, readColumns, STATUSES, OPEN_START, OPEN_END, FLAG_UNCERTAIN, FLAG_PLANNED, FLAG_DENIED, FLAG_ANNOUNCED,
    UNREPORTED, SUPERSEDED, CORROBORATED, SINGLE_SOURCE, DISPUTED,
  };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.MapViewEngine = api;
})(typeof globalThis === "object" ? globalThis : this);
