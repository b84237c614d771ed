// What is submitted here comes to the bot as task/submit, like the form of a card; dialog_id chooses its handler there.
microsoftTeams.app.initialize();
for (const desk of document.querySelectorAll("button")) {
  desk.addEventListener("click", () => microsoftTeams.dialog.url.submit({ dialog_id: "desk", desk: desk.value }));
}
