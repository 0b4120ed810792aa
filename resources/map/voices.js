/* Who speaks independently on a place and topic, in words, as voices_words of mapview/render/clash_words.py; and which sources
share so much of their text that they may be one voice.

meta.voices are the words; meta.copies is [{words, sources: [i, i]}], sentences about pairs of sources.
*/
(function (root) {
  "use strict";

  const { FLAG_DENIED, FLAG_PLANNED } = root.MapViewEngine;
  const { fill, isolated } = root.MapViewWords;

  const MOST_VOICES = 4; // that are named

  class Voices {
    constructor(page) {
      this.page = page;
      this.texts = page.meta.voices;
    }

    /** @param rows claims that are shown, of one place and topic  @param status theirs, by name; returns nothing of one source alone */
    words(rows, status) {
      const { engine, cardAt } = this.page;
      const standing = rows.filter((row) => !engine.isSuperseded(row));
      const voices = new Map();
      for (const row of status === "corroborated" ? this._agreeing(standing) : standing) {
        const voice = engine.columns.voice[row];
        if (!voices.has(voice)) voices.set(voice, { sources: new Set(), speaker: null });
        const { source, quoted } = cardAt(row);
        voices.get(voice).sources.add(source);
        if (quoted !== null) voices.get(voice).speaker = quoted;
      }
      const said = (key, named, count) => fill(this.texts[key].replace("{n}", this.page.digits(count)), named);
      const named = [...voices.values()].map((voice) => this._named(voice));
      if (named.length > 1) {
        const key = { corroborated: "agree", "single-source": "differ" }[status] || "voices";
        return said(key, this._shortened(named), named.length);
      }
      const carriers = [...voices.values()].reduce((sum, { sources }) => sum + sources.size, 0);
      return carriers > 1 ? said("one_voice", named[0], carriers) : "";
    }

    /** The sentences about pairs of sources that both have claims among some rows. */
    copies(rows) {
      const { copies } = this.page.meta;
      if (!copies.length) return [];
      const sources = new Set(rows.map((row) => this.page.engine.columns.source[row]));
      return copies.filter((one) => one.sources.every((source) => sources.has(source))).map(({ words }) => words);
    }

    /* Those of some rows that another voice agrees with. */
    _agreeing(rows) {
      const { flags, voice, low, high } = this.page.engine.columns;
      const told = rows.filter((row) => !(flags[row] & FLAG_DENIED));
      return told.filter((row) => told.some((other) => voice[row] !== voice[other] && low[row] <= high[other] && low[other] <= high[row]
        && !((flags[row] ^ flags[other]) & FLAG_PLANNED)));
    }

    _named({ sources, speaker }) {
      const { meta } = this.page;
      const told = [...sources].map((source) => meta.sources[source]);
      const names = new Set(told.map(({ publisher }) => publisher ?? this.texts.unnamed));
      const named = [...names].map(isolated).join(this.texts.list);
      if (speaker !== null) return fill(this.texts.via, isolated(speaker), named);
      if (told.length === 1 && told[0].publisher === null) return named;
      return fill(this.texts.reporter, named);
    }

    _shortened(named) {
      if (named.length <= MOST_VOICES) return named.join(this.texts.then);
      const more = fill(this.texts.others, this.page.digits(named.length - MOST_VOICES));
      return [...named.slice(0, MOST_VOICES), more].join(this.texts.then);
    }
  }

  root.MapViewVoices = { Voices };
})(globalThis);
