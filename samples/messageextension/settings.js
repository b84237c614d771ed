// What is passed to notifySuccess comes to the bot as the state of composeExtension/setting.
microsoftTeams.app.initialize();
const form = document.querySelector("form");
const shown = new URLSearchParams(location.search).get("shown");
if (["all", "errors"].includes(shown)) form.elements.shown.value = shown;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  microsoftTeams.authentication.notifySuccess(form.elements.shown.value);
});
