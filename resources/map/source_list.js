/* The sources of an HTML snapshot: title, publisher, dates, address, hash, what copies what, and how many claims are theirs.

meta.sources[i] is {id, title, publisher, publisherKey, published, known, knownDay, url, sha256, how, note, language,
repeats: i|null, repeatedBy: [i]}: words, ready to show; meta.copies is as voices.js has it.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId, fill, isolated } = root.MapViewWords;
  const { link, publishedWords, publisherWords } = root.MapViewCards;

  class SourceList {
    constructor(page) {
      this.page = page;
      this.texts = page.meta.texts;
      this.whole = new Uint32Array(page.meta.sources.length);
      for (const source of page.engine.columns.source) this.whole[source]++;
      this.counts = [];
      this.element = element("ol", "mv-sources");
      page.meta.sources.forEach((source, i) => this.element.append(this._item(source, i)));
      // On paper the sources stand below whatever the panel shows.
      const printed = this.element.cloneNode(true);
      for (const item of printed.children) item.removeAttribute("id");
      for (const count of printed.querySelectorAll(".mv-source-count")) count.remove();
      byId("mv-print-sources").prepend(textElement("h2", "", this.texts.sources), printed);
    }

    _item(source, i) {
      const { texts } = this;
      const { sources } = this.page.meta;
      const item = element("li", "mv-source");
      item.id = `mv-source-${i}`;
      item.append(textElement("p", "mv-strong", source.title));
      const about = [publisherWords(source, texts), publishedWords(source, texts), source.known];
      item.append(textElement("p", "mv-quiet", about.map(isolated).join(" · ")));
      this.counts.push(textElement("p", "mv-quiet mv-source-count", ""));
      item.append(this.counts[i]);
      if (source.repeats !== null) item.append(textElement("p", "mv-quiet", fill(texts.repeats, sources[source.repeats].title)));
      for (const other of source.repeatedBy) item.append(textElement("p", "mv-quiet", fill(texts.repeated_by, sources[other].title)));
      for (const copy of this.page.meta.copies) if (copy.sources.includes(i)) item.append(textElement("p", "mv-quiet", copy.words));
      item.append(textElement("p", "mv-quiet", source.how));
      if (source.note) item.append(textElement("p", "mv-quiet", source.note));
      if (source.url) item.append(link(source));
      const hash = element("p", "mv-hash");
      const code = element("code", "", source.sha256);
      code.dir = "ltr";
      hash.append(textElement("span", "mv-quiet", texts.hash), code);
      item.append(hash);
      return item;
    }

    /** Count the claims that are shown. */
    update() {
      const { engine } = this.page;
      const shown = new Uint32Array(this.whole.length);
      for (let row = 0; row < engine.rowCount; row++) if (engine.isShown(row)) shown[engine.columns.source[row]]++;
      this.counts.forEach((count, i) => {
        const words = fill(this.texts.claims_shown, this.page.digits(shown[i]), this.page.digits(this.whole[i]));
        if (count.textContent !== words) count.textContent = words;
      });
    }
  }

  root.MapViewSourceList = { SourceList };
})(globalThis);
