/* What a page carries inside: blocks of bytes, deflated and in base64 (mapview/render/snapshot.py), and lines of JSON. */
(function (root) {
  "use strict";

  /** The bytes of an element. @returns a promise of a Uint8Array */
  async function unpack(id) {
    const text = atob(document.getElementById(id).textContent.trim());
    const packed = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) packed[i] = text.charCodeAt(i);
    const inflated = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(inflated).arrayBuffer());
  }

  /** Read lines of JSON one by one: of very many few are ever looked at. */
  function lineReader(bytes) {
    const starts = [0];
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
    starts.push(bytes.length + 1);
    const decoder = new TextDecoder();
    return (row) => JSON.parse(decoder.decode(bytes.subarray(starts[row], starts[row + 1] - 1)));
  }

  /** {meta, columns, cardAt} of a page that stands alone. @param options name the elements */
  async function inlineData(options) {
    const meta = JSON.parse(document.getElementById(options.metaElement).textContent);
    const [columns, cards] = await Promise.all([unpack(options.columnsElement), unpack(options.cardsElement)]);
    return { meta, columns: root.MapViewEngine.readColumns(meta.columns, columns.buffer), cardAt: lineReader(cards) };
  }

  root.MapViewPacked = { unpack, lineReader, inlineData };
})(globalThis);
