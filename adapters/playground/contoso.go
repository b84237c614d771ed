package playground

import "github.com/convobot/convo/adapters/world"

// Contoso populates a world with four people, who have installed the bot in their own chats, in a group chat and in a
// team of three channels.
func Contoso(w *world.World) {
	ann := w.AddPerson(world.Person{Name: "Ann Ahmed"})
	bob := w.AddPerson(world.Person{Name: "Bob Berg", Locale: "de-DE"})
	cleo := w.AddPerson(world.Person{Name: "Cleo Costa", Locale: "es-ES"})
	dan := w.AddPerson(world.Person{Name: "Dan Dubois", Locale: "fr-FR"})
	for _, p := range []world.Person{ann, bob, cleo, dan} {
		w.PersonalChat(p)
	}
	w.AddGroupChat("Lunch", ann, bob, cleo)
	team := w.AddTeam("Contoso", ann, bob, cleo, dan)
	for _, name := range []string{"Design", "Operations"} {
		_, _ = w.AddChannel(team.ID, name) // the team is there
	}
}
