package world_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func Example() {
	w := world.New(world.Config{})
	ann := w.AddPerson(world.Person{Name: "Ann"})

	// Ann says something. The activity is what Teams would send to the bot.
	activity, told, err := w.Send(ann, w.PersonalChat(ann), schema.TextMessage("hi"))
	if err != nil {
		panic(err)
	}
	fmt.Println(activity.From.Name, "says", activity.Text, told)

	// The bot answers through the connector.
	url := activity.ServiceURL + "v3/conversations/" + activity.Conversation.ID + "/activities"
	answer := httptest.NewRecorder()
	body := strings.NewReader(`{"type":"message","text":"Hi, Ann"}`)
	w.ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodPost, url, body))
	fmt.Println(answer.Code, answer.Body)

	for _, entry := range w.Timeline(0) {
		fmt.Printf("%s, %s: %s\n", entry.Where, entry.Who, entry.Activity.Text)
	}
	// Output:
	// Ann says hi true
	// 201 {"id":"1700000000004"}
	// Ann's chat, Ann: hi
	// Ann's chat, Bot: Hi, Ann
}

// The bot's next message arrives, but a gateway answers in the connector's place.
func ExampleWorld_Inject() {
	w := world.New(world.Config{})
	chat := w.PersonalChat(w.AddPerson(world.Person{Name: "Ann"}))
	w.Inject(world.Fault{Method: http.MethodPost, Conversation: chat, Done: true})

	url := w.ServiceURL() + "v3/conversations/" + chat + "/activities"
	for _, text := range []string{"one", "two"} {
		answer := httptest.NewRecorder()
		body := strings.NewReader(`{"type":"message","text":"` + text + `"}`)
		w.ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodPost, url, body))
		fmt.Println(answer.Code, len(w.Messages(chat)))
	}
	// Output:
	// 502 1
	// 201 2
}
