package main

import (
	"regexp"
	"time"

	"github.com/convobot/convo/framework/auth"
)

// rules explains the rules of package auth, one row each. A test holds that there is a row for every [auth.Rule].
//
// Spec: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
func rules() []diagnosis {
	return []diagnosis{
		{
			key: string(auth.RuleHeader), advice: advice{
				says:  "The request had no usable Authorization header.",
				cause: "It did not come from Teams: browsers, health probes and scanners send none. Or a proxy in front of the bot takes it out.",
				fix:   "If it was one of these, nothing is wrong. Else let the proxy pass the Authorization header on.",
			},
			narrower: []narrower{{
				when: mentions("2 Authorization", "3 Authorization"),
				advice: advice{
					cause: "A proxy in front of the bot adds an Authorization header of its own to that of Teams.",
					fix:   "Let the proxy add none for the bot's endpoint.",
				},
			}},
		},
		{key: string(auth.RuleToken), advice: advice{
			says:  "What the request brought is not a well-formed token.",
			cause: "It was made by hand, or a proxy cut the header off.",
			fix:   "If only some requests look so, they are not from Teams, and nothing is wrong. If all do, look at the proxy's limit for headers: it should take 16 KiB.",
		}},
		{key: string(auth.RuleAlgorithm), advice: advice{
			says:  "The token is not signed in the way that Teams signs (RS256).",
			cause: "Teams did not make it. Somebody tries, or a test has a token of its own.",
			fix:   "Nothing is to be mended in the bot.",
		}},
		{
			key: string(auth.RuleKeysUnavailable), advice: advice{
				says:  "The keys that Teams signs with could not be loaded, so tokens cannot be verified.",
				cause: "The bot does not reach login.botframework.com: a firewall, a proxy, or an outage.",
				fix:   "Let the bot reach it on port 443, and run authdoctor without arguments where the bot runs.",
			},
			narrower: []narrower{
				{when: mentions("no such host", "server misbehaving"), advice: advice{
					cause: "The host name is not known there: no network, no DNS, or a network that knows only its own names.",
				}},
				{when: mentions("x509:", "certificate"), advice: advice{
					cause: "The certificate is not trusted there: a proxy that looks into connections, or a container without certificates of authorities.",
					fix:   "Install the proxy's authority, or the package ca-certificates, where the bot runs.",
				}},
			},
		},
		{key: string(auth.RuleKey), advice: advice{
			says:  "The token is signed with a key that is not Teams'.",
			cause: "Another service made it, such as Entra for the Emulator, the Agents Playground or another bot; or another cloud's channels; or Microsoft changed its keys within the last hour.",
			fix:   "Look who sends it. If it is Teams, wait an hour. If it is a local client, let it send no credentials, and run the bot without any.",
		}},
		{key: string(auth.RuleSignature), advice: advice{
			says:  "The token names a key of Teams', but that key did not sign it.",
			cause: "The token is forged, or was changed on the way.",
			fix:   "If only some requests look so, nothing is wrong: that is what the rule is for. If all do, let no proxy change the Authorization header.",
		}},
		issuerRule(),
		{key: string(auth.RuleTenant), advice: advice{
			says:  "The token names another tenant than its issuer does.",
			cause: "Entra does not make such tokens: it is forged, or was made by hand.",
			fix:   "Look who sends it: Teams does not.",
		}},
		{key: string(auth.RuleAppOnly), advice: advice{
			says:  "The token is a person's, or of an app that did not prove who it is.",
			cause: "A tab, a web page or a phone calls the bot's endpoint with a token that it got for a signed-in person.",
			fix:   "Give them an endpoint of their own: the bot's is for channels and other bots.",
		}},
		{
			key: string(auth.RuleCaller), advice: advice{
				says:  "The token is genuine, but its app is none that may call this bot.",
				cause: "Another bot calls this one and is not named as a caller.",
				fix:   "If it is meant to call, add its app id to ALLOWED_CALLERS.",
			},
			narrower: []narrower{{
				when: mentions("the bot's own app"),
				advice: advice{
					cause: "The Emulator or the Agents Playground calls with the bot's own credentials.",
					fix:   "For development, set ALLOW_EMULATOR to true, or run both without credentials.",
				},
			}},
		},
		audienceRule(),
		{
			key: string(auth.RuleExpired), advice: advice{
				says:  "The token has expired.",
				cause: "The bot's clock is ahead, or the request was kept and sent again later.",
				fix:   "Compare the time in the log with a right clock, or run authdoctor without arguments where the bot runs: it compares. Let the machine set its clock by NTP.",
			},
			narrower: []narrower{
				{when: mentions("no exp"), advice: advice{
					cause: "Teams did not make it: its tokens always say when they expire.",
					fix:   "Nothing is to be mended in the bot.",
				}},
				{when: longAgo, advice: advice{
					says:  "The token has expired, more than a day before the request.",
					cause: "Somebody, a test or a queue sends a recorded request again. Teams' tokens live for about an hour.",
					fix:   "Look who sends it. If it is Teams after all, the clock is wrong by days: run authdoctor without arguments where the bot runs.",
				}},
			},
		},
		{key: string(auth.RuleNotYetValid), advice: advice{
			says:  "The token is not valid yet.",
			cause: "The bot's clock is behind by more than 5 minutes.",
			fix:   "Run authdoctor without arguments where the bot runs: it compares the clock. Let the machine set its clock by NTP.",
		}},
		{
			key: string(auth.RuleServiceURL), advice: advice{
				says:  "The token is genuine, but is for another service URL than the activity names.",
				cause: "The body was not written by who sent the token: somebody wants the bot to send its own token elsewhere. Or a proxy rewrites URLs in bodies.",
				fix:   "Let no proxy change bodies. If none does, somebody has a token of the bot's channel: look where the request came from.",
			},
			narrower: []narrower{{
				when: mentions("may not speak for the channel"),
				advice: advice{
					says:  "Another bot named one of the channels' service URLs as its own.",
					cause: "It passes on an activity that it got from Teams as it is, in whose name this bot would then answer.",
					fix:   "Let the other bot name its own service URL.",
				},
			}, {
				when: mentions("neither may be empty"),
				advice: advice{
					says:  "The token or the activity names no service URL.",
					cause: "A test or another program sends activities without serviceUrl; Teams always names it in both.",
					fix:   "Let it send the serviceUrl that its token has.",
				},
			}},
		},
		{
			key: string(auth.RuleEndorsement), advice: advice{
				says:  "The token is genuine, but its key may not speak for the channel that the activity names.",
				cause: "The body was not written by who sent the token, or the channel is one that Microsoft does not endorse.",
				fix:   "If the channel is msteams, look where the request came from. If it is another, the bot cannot be used there.",
			},
			// https://github.com/MicrosoftDocs/bot-docs/issues/2300
			narrower: []narrower{{
				when: mentions(`channel "webchat"`, `channel "directline"`),
				advice: advice{
					cause: "Microsoft's keys no longer endorse Web Chat and Direct Line, so \"Test in Web Chat\" in the Azure portal does not reach the bot. Teams is not concerned.",
					fix:   "Try the bot in Teams.",
				},
			}},
		},
	}
}

func issuerRule() diagnosis {
	return diagnosis{
		key: string(auth.RuleIssuer), advice: advice{
			says:  "The token was not issued by anybody whose tokens the bot accepts.",
			cause: "Somebody else than Teams made it.",
			fix:   "Look who sends it.",
		},
		narrower: []narrower{
			{when: mentions(`iss is "https://sts.windows.net/`, `iss is "https://login.microsoftonline.`, `iss is "https://sts.chinacloudapi.cn/`, `iss is "https://login.partner.`), advice: advice{
				cause: "Entra issued it: to the Bot Framework Emulator or the Agents Playground with credentials, to another bot, or to a person's browser. Teams' own tokens are not Entra's.",
				fix:   "For a local client, run both without credentials, or set ALLOW_EMULATOR to true for development. For another bot, set ALLOWED_CALLERS, and ALLOWED_TENANTS to its tenant.",
			}},
			{when: mentions(`iss is "https://api.botframework.us"`), advice: advice{
				cause: "It comes from the US Government's cloud, and the bot runs for another.",
				fix:   "Set BOT_CLOUD to USGov or USGovDoD, or register the bot in the cloud that it runs for.",
			}},
			{when: mentions(`iss is "https://api.botframework.azure.cn"`), advice: advice{
				cause: "It comes from the cloud in China, and the bot runs for another.",
				fix:   "Set BOT_CLOUD to China, or register the bot in the cloud that it runs for.",
			}},
			{when: mentions(`iss is "https://api.botframework.com"`), advice: advice{
				cause: "It comes from the public cloud, and the bot runs for another.",
				fix:   "Set BOT_CLOUD to Public, or register the bot in the cloud that it runs for.",
			}},
		},
	}
}

func audienceRule() diagnosis {
	return diagnosis{
		key: string(auth.RuleAudience), advice: advice{
			says:  "The token is for another bot.",
			cause: "The Azure Bot that has this messaging endpoint has another app id than the bot runs with.",
			fix:   "Compare " + envAppID + " with \"Microsoft App ID\" on the Azure Bot's Configuration page, and botId in the Teams app's manifest with both.",
		},
		narrower: []narrower{
			{when: mentions(`aud is "https://api.botframework.`), advice: advice{
				says:  "The token is one that a bot answers with, not one that Teams sends.",
				cause: "A bot, or a test, sends its own token to the bot's endpoint.",
				fix:   "Look who sends it: Teams does not.",
			}},
			{when: mentions(`aud is "api://`), advice: advice{
				says:  "The token is a person's for the app's own API, not one that Teams sends to bots.",
				cause: "A tab or a web page calls the bot's endpoint with its single sign-on token.",
				fix:   "Give tabs an endpoint of their own.",
			}},
		},
	}
}

var expiry = regexp.MustCompile(`exp was (\S+Z)`)

// longAgo is a case that a clock that is off by minutes or by a time zone does not explain.
func longAgo(e entry) bool {
	match := expiry.FindStringSubmatch(e.Detail)
	if match == nil || e.Time.IsZero() {
		return false
	}
	expired, err := time.Parse(time.RFC3339, match[1])
	return err == nil && e.Time.Sub(expired) > 24*time.Hour
}
