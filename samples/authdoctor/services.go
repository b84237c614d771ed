package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/auth"
	"github.com/convobot/convo/framework/schema"
)

// services are the identity services that a bot depends on, and the bot that asks them.
type services struct {
	config  cloud.Config
	timeout time.Duration
	wire    *http.Transport
	link    *link
	bot     *cloud.Adapter
}

// newServices makes no request. The error is the bot's, about its configuration; the services can be asked all the same,
// but for a token.
func newServices(config cloud.Config, timeout time.Duration) (*services, error) {
	wire := &http.Transport{Proxy: proxy, ForceAttemptHTTP2: true}
	between := &link{next: wire, keepBack: connectorHost(config.Cloud)}
	config.HTTPClient = &http.Client{Transport: between, Timeout: timeout}
	config.Logger = slog.New(slog.DiscardHandler)
	bot, err := cloud.New(config, framework.HandlerFunc(func(context.Context, *framework.TurnContext) error { return nil }))
	return &services{config: config, timeout: timeout, wire: wire, link: between, bot: bot}, err
}

func (s *services) close() { s.wire.CloseIdleConnections() }

// proxy is the environment's, but not to the machine's own metadata service, which package auth asks directly too.
func proxy(r *http.Request) (*url.URL, error) {
	if addr, err := netip.ParseAddr(r.URL.Hostname()); err == nil && addr.IsLinkLocalUnicast() {
		return nil, nil
	}
	return http.ProxyFromEnvironment(r)
}

// connectorHost is a host of the cloud that may have the bot's token.
func connectorHost(c auth.Cloud) string {
	for _, host := range c.ServiceHosts {
		if !strings.HasPrefix(host, ".") {
			return host
		}
	}
	return ""
}

// checkKeys loads the keys that requests are verified with. They are the same for every bot of a cloud.
func (s *services) checkKeys(ctx context.Context, found *report) {
	const check = "keys"
	address := s.config.Cloud.OpenIDMetadataURL
	validator, err := auth.NewValidator(auth.ValidatorConfig{
		Cloud: s.config.Cloud, AppID: emptyGUID, HTTPClient: s.config.HTTPClient, Logger: s.config.Logger,
	})
	if err != nil {
		found.problem(check, advice{says: "The cloud's URLs are not usable.", fix: "Correct them."}, err.Error())
		return
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	if err := validator.Ready(ctx); err != nil {
		a, saw := networkAdvice(err)
		a.says = "The keys that Teams signs its requests with cannot be loaded from " + address + ". " + a.says
		found.problem(check, a, saw)
		return
	}
	found.ok(check, "The keys that Teams signs its requests with can be loaded from %s.", address)
}

// checkToken has the bot send a message, which is kept back once it has the token to go with. Whatever proves to the
// identity service that the bot is the app, the way to the token is the bot's own.
func (s *services) checkToken(ctx context.Context, found *report) {
	const check = "token"
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	_, err := s.bot.SendActivities(ctx, schema.ConversationReference{
		ServiceURL: "https://" + s.link.keepBack, Conversation: schema.ConversationAccount{ID: "authdoctor"},
	}, []*schema.Activity{schema.TextMessage("kept back")})
	refused, _ := errors.AsType[*auth.TokenError](err)
	if refused != nil {
		err = refused // without what the connector says of it
	}
	switch {
	case err == nil:
		found.ok(check, "The identity service gives the bot a token to answer with.")
	case refused != nil && refused.Code != "":
		code, a := identityAdvice(refused.Description)
		found.problem(check+"/"+code, a, excerpt(refused.Description))
	case s.config.AppType == cloud.UserAssignedMSI && s.config.FederatedTokenFile == "":
		found.problem(check, noManagedIdentity(), err.Error())
	default:
		a, saw := networkAdvice(err)
		a.says = "The bot got no token to answer with. " + a.says
		found.problem(check, a, saw)
	}
}
