/* A photo small enough for a village's network: at most 1600 px and 600 KB, as JPEG. */
(function () {
  "use strict";
  var SIDE = 1600, MOST = 600 * 1024, QUALITIES = [0.82, 0.7, 0.58, 0.45, 0.35];

  function picture(file) {
    return new Promise(function (done, fail) {
      var image = new Image(), url = URL.createObjectURL(file);
      image.onload = function () { URL.revokeObjectURL(url); done(image); };
      image.onerror = function () { URL.revokeObjectURL(url); fail(new Error("unreadable")); };
      image.src = url;
    });
  }
  function drawn(image, side) {
    var scale = Math.min(1, side / Math.max(image.naturalWidth, image.naturalHeight));
    var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  function jpeg(canvas, step) {
    return new Promise(function (done, fail) {
      canvas.toBlob(function (blob) {
        if (!blob) fail(new Error("no jpeg"));
        else if (blob.size > MOST && step + 1 < QUALITIES.length) jpeg(canvas, step + 1).then(done, fail);
        else done(blob);
      }, "image/jpeg", QUALITIES[step]);
    });
  }
  function buffer(blob) {
    return new Promise(function (done, fail) {
      var reader = new FileReader();
      reader.onload = function () { done(reader.result); };
      reader.onerror = function () { fail(reader.error); };
      reader.readAsArrayBuffer(blob);
    });
  }
  window.hzShrink = function (file) {
    return picture(file).then(function (image) {
      return jpeg(drawn(image, SIDE), 0).then(function (blob) {
        return blob.size > MOST ? jpeg(drawn(image, SIDE / 2), 0) : blob;
      });
    }).then(buffer);
  };
})();
