/* What others do with the same claims, for bench_page.py alone: rows are [lat, lon, first day, last day]. */
(function () {
  "use strict";

  const DAY_MS = 86400000;
  const STYLE = { radius: 6, weight: 1, color: "#2b3138", fillColor: "#0072b2", fillOpacity: 0.9 };

  /* A circle marker per claim on Leaflet's canvas, added as the claim begins and removed as it ends. */
  function plain(map, rows) {
    const markers = rows.map(([lat, lon]) => L.circleMarker([lat, lon], STYLE));
    const shown = new Uint8Array(rows.length);
    return (day) => rows.forEach(([, , first, last], i) => {
      const holds = first <= day && day <= last;
      if (holds === (shown[i] === 1)) return;
      shown[i] = holds ? 1 : 0;
      if (holds) markers[i].addTo(map);
      else markers[i].remove();
    });
  }

  function timeline(map, rows) {
    const features = rows.map(([lat, lon, first, last]) => ({
      type: "Feature", properties: { start: first * DAY_MS, end: (last + 1) * DAY_MS },
      geometry: { type: "Point", coordinates: [lon, lat] },
    }));
    const layer = L.timeline({ type: "FeatureCollection", features }, {
      pointToLayer: (feature, latlng) => L.circleMarker(latlng, STYLE), drawOnSetTime: true,
    }).addTo(map);
    return (day) => layer.setTime(day * DAY_MS + 1);
  }

  window.startPeer = async (name) => {
    const map = L.map("map", { preferCanvas: true, zoomControl: false }).setView([33.2, 43.5], 6);
    const rows = await (await fetch("rows.json")).json();
    window.moveTo = (name === "plain" ? plain : timeline)(map, rows);
  };
})();
