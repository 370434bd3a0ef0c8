"use strict";
AP.dialog.getCustomData((data) => (document.getElementById("given").textContent = data.from));
document.getElementById("close").addEventListener("click", () => AP.dialog.close({ said: "yes" }));
