// A dropped file is hashed here, in the browser; only its SHA-256 is asked about. The form works without this too.
(function () {
  "use strict";

  const form = document.querySelector("[data-verify]");
  if (!form || !window.FileReader || !window.Uint8Array) return;
  const drop = form.querySelector("[data-verify-drop]");
  const input = drop.querySelector("input[type=file]");
  const status = drop.querySelector("[data-verify-status]");
  drop.hidden = false;

  input.addEventListener("change", function () { if (input.files[0]) read(input.files[0]); });
  drop.addEventListener("dragover", function (event) { event.preventDefault(); drop.classList.add("drop--over"); });
  drop.addEventListener("dragleave", function () { drop.classList.remove("drop--over"); });
  drop.addEventListener("drop", function (event) {
    event.preventDefault();
    drop.classList.remove("drop--over");
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });

  function read(file) {
    status.textContent = status.dataset.busy;
    const reader = new FileReader();
    reader.onerror = function () { status.textContent = status.dataset.failed; };
    reader.onload = function () { hashed(reader.result).then(ask, reader.onerror); };
    reader.readAsArrayBuffer(file);
  }

  function ask(digest) {
    form.elements.hash.value = digest;
    form.submit();
  }

  // Browsers offer crypto.subtle on https and on this machine only; elsewhere the slower way below has to do.
  function hashed(buffer) {
    if (window.crypto && window.crypto.subtle) {
      return window.crypto.subtle.digest("SHA-256", buffer).then(function (d) { return hex(new Uint8Array(d)); });
    }
    return Promise.resolve(hex(sha256(new Uint8Array(buffer))));
  }

  function hex(bytes) {
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }

  // FIPS 180-4: constants are the fraction bits of roots of the first primes.
  function sha256(data) {
    const k = [], state = [];
    for (let n = 2; k.length < 64; n++) {
      let prime = true;
      for (let d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
      if (!prime) continue;
      if (state.length < 8) state.push(fraction(Math.pow(n, 1 / 2)));
      k.push(fraction(Math.pow(n, 1 / 3)));
    }
    const length = ((data.length + 72) >> 6) << 6, bytes = new Uint8Array(length), view = new DataView(bytes.buffer);
    bytes.set(data);
    bytes[data.length] = 0x80;
    view.setUint32(length - 8, Math.floor(data.length / 0x20000000));
    view.setUint32(length - 4, (data.length << 3) >>> 0);
    const w = new Int32Array(64);
    for (let at = 0; at < length; at += 64) block(view, at, w, k, state);
    const out = new DataView(new ArrayBuffer(32));
    state.forEach(function (word, i) { out.setInt32(i * 4, word); });
    return new Uint8Array(out.buffer);
  }

  function block(view, at, w, k, state) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
    const s = state.slice();
    for (let i = 0; i < 64; i++) {
      const e = s[4], a = s[0];
      const one = (s[7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + k[i] + w[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]))) | 0;
      s.pop();
      s[3] = (s[3] + one) | 0;
      s.unshift((one + two) | 0);
    }
    for (let i = 0; i < 8; i++) state[i] = (state[i] + s[i]) | 0;
  }

  function fraction(root) { return ((root - Math.floor(root)) * 0x100000000) | 0; }
  function turn(word, by) { return (word >>> by) | (word << (32 - by)); }
})();
