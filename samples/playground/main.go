// Playground is a simulated Teams for a bot that runs elsewhere on this machine, in any language: open its page, and talk
// to the bot as several people at once.
//
//	go run ./samples/playground -bot http://localhost:3978/api/messages
//
// With -manifest, the page offers the commands of the app's message extensions.
//
// Both sides prove who they are: it prints the settings that the bot needs for that. With -anonymous neither does, for bots
// without credentials.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"syscall"

	"github.com/convobot/convo/adapters/playground"
)

// passwordEnv is not a flag: other users of the machine can read those.
const passwordEnv = "MicrosoftAppPassword"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout)
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		stop()
		os.Exit(1) //nolint:gocritic // stop has run
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	cfg := playground.Config{AppPassword: os.Getenv(passwordEnv)}
	flags := flag.NewFlagSet("playground", flag.ContinueOnError)
	flags.StringVar(&cfg.Bot, "bot", "http://localhost:3978/api/messages", "the `URL` of the bot's endpoint")
	flags.StringVar(&cfg.Addr, "addr", playground.DefaultAddr, "where to listen, on this machine only; port 0 is any")
	flags.StringVar(&cfg.AppID, "app-id", os.Getenv("MicrosoftAppId"), "the bot's app `id`, default MicrosoftAppId of the environment, or else one for tests")
	flags.StringVar(&cfg.BotName, "name", "Bot", "what people call the bot")
	flags.BoolVar(&cfg.Anonymous, "anonymous", false, "the bot has no credentials, and no request carries a token")
	manifest := flags.String("manifest", "", "the `file` of the app's manifest, or its app package, for the commands of message extensions; or choose it in the page")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if extra := flags.Args(); len(extra) > 0 {
		return fmt.Errorf("playground: %q is no flag; the URL of the bot's endpoint comes after -bot", extra[0])
	}
	if *manifest != "" {
		var err error
		if cfg.Manifest, err = os.ReadFile(*manifest); err != nil {
			return err
		}
	}
	if cfg.Anonymous {
		cfg.AppID, cfg.AppPassword = "", ""
	}
	play, err := playground.Listen(ctx, cfg)
	if err != nil {
		return err
	}
	explain(out, play, cfg)
	ctx, stop := context.WithCancel(ctx)
	var introducing sync.WaitGroup
	introducing.Go(func() {
		if err := play.Introduce(ctx); err != nil && ctx.Err() == nil {
			_, _ = fmt.Fprintln(out, err)
		}
	})
	err = play.Serve(ctx)
	stop()
	introducing.Wait()
	return err
}

// explain says where the page is and what the bot needs. A password that was given is not repeated.
func explain(out io.Writer, play *playground.Playground, cfg playground.Config) {
	_, _ = fmt.Fprintf(out, "open %s to talk with the bot at %s\n", play.URL(), cfg.Bot)
	settings := play.Environ()
	if settings == nil {
		_, _ = fmt.Fprintf(out, "\nThe bot runs without credentials. Its connector is %s\n", play.ServiceURL())
		return
	}
	_, _ = fmt.Fprint(out, "\nThe bot trusts this playground, and gets its tokens here, with these settings in its environment:\n\n")
	for _, setting := range settings {
		name, value, _ := strings.Cut(setting, "=")
		if name == passwordEnv && cfg.AppPassword != "" {
			value = `"$` + passwordEnv + `" # as this playground has it`
		}
		_, _ = fmt.Fprintf(out, "  export %s=%s\n", name, value)
	}
	if cfg.AppPassword == "" {
		_, _ = fmt.Fprintf(out, "\nThe password is for this start; set %s before it to choose one that stays.\n", passwordEnv)
	}
	_, _ = fmt.Fprintln(out)
}
