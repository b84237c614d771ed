// What is passed to notifySuccess comes to the bot as the state of composeExtension/setting.
// On one's own machine the page is shown by Convo's playground, which the library has to be told.
microsoftTeams.app.initialize(location.hostname === "localhost" ? ["http://localhost:3979"] : []);
const form = document.querySelector("form");
const shown = new URLSearchParams(location.search).get("shown");
if (["all", "errors"].includes(shown)) form.elements.shown.value = shown;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  microsoftTeams.authentication.notifySuccess(form.elements.shown.value);
});
