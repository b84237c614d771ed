package cloud_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/storage/memory"
	"github.com/convobot/convo/handlers"
)

// A bot for Microsoft Teams. The values are those of its registration with Azure Bot Service.
func ExampleNew() {
	var bot handlers.ActivityHandler
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		return turn.SendText(ctx, "Echo: "+turn.Activity.Text)
	})

	adapter, err := cloud.New(cloud.Config{
		AppID:       "00000000-0000-0000-0000-00000000b07a",
		AppPassword: "the client secret",
		AppType:     cloud.SingleTenant,
		TenantID:    "contoso.onmicrosoft.com",
		Logger:      slog.New(slog.DiscardHandler),
	}, &bot)
	if err != nil {
		fmt.Println(err)
		return
	}

	// Whoever has no token of the channel is refused before anything is read.
	request := httptest.NewRequestWithContext(context.Background(), http.MethodPost, cloud.Endpoint, strings.NewReader(`{"type":"message"}`))
	request.Header.Set("Content-Type", "application/json")
	answer := httptest.NewRecorder()
	adapter.ServeHTTP(answer, request)
	fmt.Println(answer.Code)
	// Output: 401
}

// A configuration that is set in part refuses to start.
func ExampleConfigFromEnv() {
	_, err := cloud.ConfigFromEnv([]string{"MicrosoftAppId=00000000-0000-0000-0000-00000000b07a"})
	fmt.Println(err)
	// Output: cloud: the configuration lacks the client secret (AppPassword, MicrosoftAppPassword or MicrosoftAppPassword_FILE) or another credential; to run without credentials on this machine only, set nothing of it
}

// The adapter is an http.Handler, so it goes beside whatever else a server does.
func ExampleAdapter_serveMux() {
	adapter, err := newExampleAdapter()
	if err != nil {
		fmt.Println(err)
		return
	}
	router := http.NewServeMux()
	router.Handle(cloud.Endpoint, adapter)
	router.Handle(cloud.LivePath, adapter.Live())
	router.Handle(cloud.ReadyPath, adapter.Ready())

	fmt.Println(get(router, cloud.LivePath))
	fmt.Println(get(router, cloud.Endpoint))
	// Output:
	// 200
	// 405
}

// A bot that cannot work without its store. The log says why a check failed; the answer only which one.
func ExampleAdapter_Ready() {
	adapter, err := newExampleAdapter()
	if err != nil {
		fmt.Println(err)
		return
	}
	store := cloud.Check{Name: "store", Run: func(context.Context) error { return errors.New("db-1 refuses connections") }}
	answer := httptest.NewRecorder()
	adapter.Ready(store).ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodGet, cloud.ReadyPath, http.NoBody))
	fmt.Print(answer.Code, " ", answer.Body)
	// Output: 503 not ready: store
}

// With gorilla/mux. Leave the method to the adapter, which answers a wrong one as the protocol wants it.
func ExampleAdapter_gorillaMux() {
	adapter, err := newExampleAdapter()
	if err != nil {
		fmt.Println(err)
		return
	}
	router := mux.NewRouter()
	router.Handle(cloud.Endpoint, adapter)
	router.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "well") })

	fmt.Println(get(router, "/health"))
	fmt.Println(get(router, cloud.Endpoint))
	// Output:
	// 200
	// 405
}

// The context ends the bot: signal.NotifyContext gives one that ends with the process. Here it ends after a moment.
func ExampleListenAndServe() {
	adapter, err := newExampleAdapter()
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer stop()
	fmt.Println(cloud.ListenAndServe(ctx, "127.0.0.1:0", adapter, nil))
	// Output: <nil>
}

func newExampleAdapter() (*cloud.Adapter, error) {
	return cloud.New(cloud.Config{Local: true, Logger: slog.New(slog.DiscardHandler)}, &handlers.ActivityHandler{})
}

func get(handler http.Handler, path string) int {
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodGet, path, http.NoBody))
	return answer.Code
}

// A bot that keeps what it must not lose in a database, on a server of one's own. Resume takes up what an earlier process
// was cut off from; ListenAndServe would do so itself.
func ExampleAdapter_Resume() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	inbox := memory.NewInbox() // a real bot has db.Inbox() of a sqlstore.DB
	adapter, err := cloud.New(cloud.Config{Local: true, Engine: &framework.Engine{Inbox: inbox}}, new(handlers.ActivityHandler))
	if err != nil {
		fmt.Println(err)
		return
	}
	router := http.NewServeMux()
	router.Handle(cloud.Endpoint, adapter)
	go adapter.Resume(ctx)
	fmt.Println(adapter.Shutdown(ctx))
	// Output: <nil>
}
