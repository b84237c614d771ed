package webhook_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/convobot/convo/framework/webhook"
)

// The build server says what it built. A bot would tell its people with proactive.Send.
func ExampleNew() {
	type Build struct {
		Name string `json:"name"`
		OK   bool   `json:"ok"`
	}
	type Answer struct {
		Told int `json:"told"`
	}
	builds := func(_ context.Context, in Build) (Answer, error) {
		if in.Name == "" {
			return Answer{}, &webhook.Error{Status: http.StatusUnprocessableEntity, Code: "NoName", Message: "name the build"}
		}
		fmt.Println(in.Name, "is built:", in.OK)
		return Answer{Told: 1}, nil
	}

	router := http.NewServeMux()
	if key := "a-long-random-key"; key != "" { // os.Getenv, say: no key, no endpoint
		router.Handle("/hooks/builds", webhook.New(key, builds))
	}

	request := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/hooks/builds", strings.NewReader(`{"name":"convo","ok":true}`))
	request.Header.Set("Authorization", "Bearer a-long-random-key")
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	router.ServeHTTP(answer, request)
	fmt.Println(answer.Code, answer.Body)
	// Output:
	// convo is built: true
	// 200 {"told":1}
}
