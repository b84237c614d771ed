package main

import (
	"cmp"
	"context"
	"reflect"

	"github.com/convobot/convo/adapters/cloud"
	"github.com/convobot/convo/framework/auth"
)

const healthy = `Healthy. If Teams still does not answer, look for "request refused" in the bot's log and run authdoctor with that line.
If there is none, requests do not arrive: check the messaging endpoint and the Teams channel of the Azure Bot, and the
proxy or tunnel in front of the bot.`

// examine checks what the environment says and, unless told otherwise, whether the identity services agree.
func examine(ctx context.Context, environ []string, opts options) *report {
	found := &report{closing: healthy}
	config, err := cloud.ConfigFromEnv(environ)
	if reflect.ValueOf(config).IsZero() { // which it is when something in the environment cannot be understood
		found.problem("configuration", advice{says: "The bot does not start in this environment.", fix: "Mend what it names."}, err.Error())
		return found
	}
	config.Cloud = opts.cloud(config.Cloud)
	if !(setup{Config: config, environ: newEnviron(environ)}).check(found) {
		return found
	}
	services, refused := newServices(config, opts.timeout)
	defer services.close()
	if err = cmp.Or(err, refused); err != nil && found.problems() == 0 {
		found.problem("configuration", advice{says: "The bot refuses this configuration.", fix: "Mend what it names."}, err.Error())
	}
	if opts.offline {
		found.note("offline", advice{says: "The identity services were not asked (-offline)."})
		found.closing = "The configuration looks right. Whether it is, the services know: run authdoctor without -offline."
		return found
	}
	services.checkKeys(ctx, found)
	services.checkClock(found)
	if found.problems() > 0 {
		found.note("token", advice{says: "No token was asked for: mend the above first."})
		return found
	}
	services.checkToken(ctx, found)
	return found
}

// cloud returns the cloud of a configuration, with the stand-ins that the arguments name.
func (o options) cloud(configured auth.Cloud) auth.Cloud {
	if reflect.ValueOf(configured).IsZero() {
		configured = auth.PublicCloud()
	}
	if o.metadata != "" {
		configured.OpenIDMetadataURL = o.metadata
	}
	if o.login != "" {
		configured.LoginURL = o.login
	}
	return configured
}
