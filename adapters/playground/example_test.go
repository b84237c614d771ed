package playground_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/adapters/playground"
	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// A bot and a playground that trust each other, in one process. People talk with the bot on the page at play.URL().
func Example() {
	var bot handlers.ActivityHandler
	bot.OnMembersAdded(func(ctx context.Context, turn *framework.TurnContext, _ []schema.ChannelAccount) error {
		return turn.SendText(ctx, "Hello, I am new here.")
	})

	ctx, stop := context.WithCancel(context.Background())
	mux := http.NewServeMux()
	server := httptest.NewServer(mux) // or cloud.ListenAndServe
	play, err := playground.Listen(ctx, playground.Config{
		Addr: "localhost:0", // any port that is free; playground.DefaultAddr is always the same
		Bot:  server.URL + cloud.Endpoint,
		Populate: func(w *world.World) { // one person; playground.Contoso if left out
			w.PersonalChat(w.AddPerson(world.Person{Name: "Ann"}))
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	adapter, err := cloud.New(play.BotConfig(cloud.Config{}), &bot) // its authentication is on
	if err != nil {
		log.Fatal(err)
	}
	mux.Handle(cloud.Endpoint, adapter)
	served := make(chan error, 1)
	go func() { served <- play.Serve(ctx) }()

	if err := play.Introduce(ctx); err != nil { // tells the bot of everybody that it has to do with
		log.Fatal(err)
	}
	w := play.World()
	chat := w.PersonalChat(w.People()[0])
	for changed := w.Changed(); len(w.Messages(chat)) == 0; changed = w.Changed() {
		<-changed
	}
	for _, message := range w.Messages(chat) {
		fmt.Printf("%s: %s\n", message.From.Name, message.Text)
	}
	server.Close()
	stop()
	if err := <-served; err != nil {
		log.Fatal(err)
	}
	if err := adapter.Shutdown(context.Background()); err != nil {
		log.Fatal(err)
	}
	// Output: Bot: Hello, I am new here.
}
