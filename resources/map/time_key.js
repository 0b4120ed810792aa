/* What the colours of an HTML snapshot's histogram stand for: publishers, the one with the most claims first, as in the
window; what finds no colour of its own goes together.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId } = root.MapViewWords;

  const MOST = 6; // colours of the style sheet, --series-0 and on

  class TimeKey {
    constructor({ meta, engine }) {
      const { texts, sources } = meta;
      const claims = new Map();
      for (const { publisherKey } of sources) claims.set(publisherKey, 0);
      for (const source of engine.columns.source) {
        const key = sources[source].publisherKey;
        claims.set(key, claims.get(key) + 1);
      }
      const ranked = [...claims.keys()].filter((key) => claims.get(key)).sort((a, b) => claims.get(b) - claims.get(a));
      const own = ranked.length <= MOST ? ranked : ranked.slice(0, MOST - 1);
      const wordsOf = (key) => sources.find((source) => source.publisherKey === key).publisher || texts.no_publisher;
      /** {words, colour: name of a colour of the style sheet}, from below. */
      this.layers = own.map((key, i) => ({ words: wordsOf(key), colour: `--series-${i}` }));
      if (own.length < ranked.length) this.layers.push({ words: texts.other_publishers, colour: "--line" });
      this.layerOf = sources.map(({ publisherKey }) => {
        const at = own.indexOf(publisherKey);
        return at < 0 ? own.length : at;
      });
      this._build(texts);
    }

    _build(texts) {
      const list = byId("mv-key");
      list.setAttribute("aria-label", texts.histogram_key);
      for (const { words, colour } of this.layers) {
        const item = element("li", "");
        const swatch = element("span", "mv-swatch");
        swatch.style.setProperty("--category", `var(${colour})`);
        item.append(swatch, textElement("span", "", words));
        list.append(item);
      }
    }

    /** Add up counts by source for the layers. @param counts stretches of the first source, then those of the next */
    gathered(counts, stretches) {
      const found = new Int32Array(this.layers.length * stretches);
      this.layerOf.forEach((layer, source) => {
        if (layer >= this.layers.length) return; // a source without claims
        for (let i = 0; i < stretches; i++) found[layer * stretches + i] += counts[source * stretches + i];
      });
      return found;
    }
  }

  root.MapViewTimeKey = { TimeKey };
})(globalThis);
