"use strict";(()=>{var e=localStorage.getItem("nexus-theme");(e==="light"||e==="dark")&&(document.documentElement.dataset.theme=e);})();
