package cloud_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/storage/sqlstore"
)

// botVariable is set in the environment of a test's program that is to be a bot; see botProcess.
const botVariable = "CONVO_TEST_BOT"

// botSettings is what the tests tell a bot in a process of its own.
type botSettings struct {
	Login       string        `json:"login"`       // base URL
	Connector   string        `json:"connector"`   // base URL
	Acknowledge time.Duration `json:"acknowledge"` // Engine.AckAfter
	Inbox       *database     `json:"inbox"`       // where Engine.Inbox is, or nil
}

// botProcess is a bot's whole program: it serves until it is killed, or whoever started it has gone. A message of
// words makes it do one after the other: say something, do work elsewhere, or say something once.
func botProcess(settings string) int {
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	var s botSettings
	err := json.Unmarshal([]byte(settings), &s)
	if err == nil {
		err = s.serve(ctx)
	}
	_, _ = fmt.Fprintln(os.Stderr, "the bot ended:", err)
	return 1
}

func (s botSettings) serve(ctx context.Context) error {
	const documents = "/v1/.well-known/openidconfiguration"
	login := auth.PublicCloud()
	login.OpenIDMetadataURL, login.LoginURL = s.Login+documents, s.Login
	logger := slog.New(slog.NewJSONHandler(os.Stdout, nil))
	engine := &framework.Engine{AckAfter: s.Acknowledge}
	if s.Inbox != nil {
		conn, err := sql.Open(s.Inbox.Driver, s.Inbox.DSN)
		if err != nil {
			return err
		}
		db, err := sqlstore.Open(ctx, conn, s.Inbox.On, sqlstore.Options{Logger: logger})
		if err != nil {
			return err
		}
		defer db.Close()
		engine.Inbox = db.Inbox()
	}
	adapter, err := cloud.New(cloud.Config{
		AppID: appID, AppPassword: password, Cloud: login, AllowedServiceURLs: []string{s.Connector},
		Engine: engine, Logger: logger,
	}, framework.HandlerFunc(s.onTurn))
	if err != nil {
		return err
	}
	return cloud.ListenAndServe(ctx, "127.0.0.1:0", adapter, nil)
}

func (s botSettings) onTurn(ctx context.Context, turn *framework.TurnContext) error {
	say := func(ctx context.Context) error { return turn.SendText(ctx, turn.Activity.ID) }
	for word := range strings.FieldsSeq(turn.Activity.Text) {
		var err error
		switch word {
		case "say":
			err = say(ctx)
		case "once":
			err = framework.Once(ctx, turn, turn.Activity.ID, say)
		case "work":
			err = s.work(ctx, turn.Activity.ID)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// work asks whoever started the bot to do something, and waits for it.
func (s botSettings) work(ctx context.Context, id string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.Connector+"/work/"+id, http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}
