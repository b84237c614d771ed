package main

import "github.com/convobot/convo/framework"

// refusals explains the names, other than those of package auth's rules, under which package cloud logs that it refused a
// request. A test holds that there is a row for each.
func refusals() []diagnosis {
	return []diagnosis{
		{
			key: "Forbidden", advice: advice{
				says:  "The bot runs in local mode, and the request came from elsewhere.",
				cause: "The bot has no credentials, so it takes requests from its own machine only.",
				fix:   "Set the bot's credentials; the README says which under \"Connect it to Teams\".",
			},
			narrower: []narrower{{
				when: mentions("forwarded", "Host header"),
				advice: advice{
					cause: "The request came through a tunnel or proxy, and the bot has no credentials. Without them everyone could speak to it through the tunnel.",
				},
			}},
		},
		{key: "MethodNotAllowed", advice: advice{
			says:  "The request was no POST.",
			cause: "A browser, a health probe or a scanner. Teams sends POST only.",
			fix:   "Nothing is wrong, unless a proxy follows redirects: then let it lead https requests straight to the bot.",
		}},
		{key: "UnsupportedMediaType", advice: advice{
			says:  "The request's body was not plain JSON in UTF-8.",
			cause: "It did not come from Teams, or a proxy compresses bodies.",
			fix:   "Let the proxy pass bodies on as they are.",
		}},
		{key: "RequestEntityTooLarge", advice: advice{
			says:  "The request's body was too large.",
			cause: "Teams' activities are far below the limit of 1 MiB, so it did not come from Teams, or the limit was lowered.",
			fix:   "If cloud.Config.MaxBody is set, raise it.",
		}},
		{key: framework.RefusedOverloaded, advice: overloaded()},
		{key: "BadArgument", advice: advice{
			says:  "The body was not an activity that can be acted on. Authentication is not the trouble: the token was accepted, or not needed.",
			cause: "A test or another program wrote it, or a proxy cut it off.",
			fix:   "Correct what the error names.",
		}},
	}
}

func overloaded() advice {
	return advice{
		says:  "The bot was busy. Authentication is not the trouble.",
		cause: "More came than it takes at once: a flood, or handlers that wait for something slow.",
		fix:   "If it happens often, look what the handlers wait for, or spread the conversations over several processes.",
	}
}
