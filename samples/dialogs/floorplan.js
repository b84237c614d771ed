// What is submitted here comes to the bot as task/submit, like the form of a card; dialog_id chooses its handler there.
// On one's own machine the page is shown by Convo's playground, which the library has to be told.
microsoftTeams.app.initialize(location.hostname === "localhost" ? ["http://localhost:3979"] : []);
for (const desk of document.querySelectorAll("button")) {
  desk.addEventListener("click", () => microsoftTeams.dialog.url.submit({ dialog_id: "desk", desk: desk.value }));
}
