package main

import "github.com/convobot/convo/framework"

// symptom is a failure that is logged without a rule.
type symptom struct {
	check string
	when  func(entry) bool
	advice
}

// symptoms are what packages framework, auth and connector and a bot's own logging say when the bot cannot answer. The
// first that fits is taken.
func symptoms() []symptom {
	return []symptom{
		{check: "log/overloaded", when: mentions(framework.ErrOverloaded.Error()), advice: overloaded()},
		{check: "log/queue-full", when: mentions(framework.ErrQueueFull.Error()), advice: advice{
			says:  "A conversation's messages came faster than the bot answers them. Authentication is not the trouble.",
			cause: "A handler is slow or hangs, so that the messages of its conversation wait for it.",
			fix:   "Look what the handler waits for. If the order of messages does not matter, set framework.Engine.Policy to Parallel.",
		}},
		{check: "log/shutting-down", when: mentions(framework.ErrShutdown.Error()), advice: advice{
			says:  "The bot was being stopped. Authentication is not the trouble.",
			cause: "Requests still came when it took nothing more.",
			fix:   "Set DRAIN_DELAY to what the load balancer needs to notice, and let it ask for /readyz.",
		}},
		{check: "log/service-url-host", when: mentions("is not allowed: in local mode"), advice: advice{
			says:  "The bot runs in local mode and was to answer to another machine.",
			cause: "It has no credentials, so it speaks to its own machine only.",
			fix:   "Set the bot's credentials; the README says which under \"Connect it to Teams\".",
		}},
		{check: "log/service-url-host", when: mentions(`.teams.microsoft.us`, `.botframework.azure.us`, `.botframework.azure.cn`), advice: advice{
			says:  "The bot was to answer to another cloud than it is configured for.",
			cause: "The conversation is in the US Government's cloud or in China's.",
			fix:   "Set BOT_CLOUD to USGov, USGovDoD or China.",
		}},
		{check: "log/service-url-host", when: mentions("is not allowed: "), advice: advice{
			says:  "The bot did not answer, because its token may not go to that service URL.",
			cause: "The reference was stored by another program or for a test channel, or somebody wants the bot's token.",
			fix:   "If it is a test channel of yours, add its base URL to ALLOWED_SERVICE_URLS. Else delete the stored reference.",
		}},
		{check: "log/connector-401", when: mentions("the channel answered 401"), advice: advice{
			says:  "Teams did not accept the bot's token.",
			cause: "The token is for another app than the Azure Bot's, or of the wrong tenant or cloud; or the bot was registered only minutes ago.",
			fix:   "Compare app id, app type and tenant with the Azure Bot's Configuration page, and run authdoctor without arguments where the bot runs.",
		}},
		{check: "log/connector-403", when: mentions("the channel answered 403"), advice: advice{
			says:  "Teams knows the bot and does not let it do that. Authentication is not the trouble.",
			cause: "The person blocked the bot, the app is not installed there, or an administrator disabled it.",
			fix:   "Act on the code that the error names.",
		}},
		{check: "log/no-token", when: mentions("no access token"), advice: advice{
			says:  "The bot got no token to answer with.",
			cause: "The identity service was not reached, or something else answered in its place.",
			fix:   "Let the bot reach the identity service on port 443, and run authdoctor without arguments where the bot runs.",
		}},
	}
}
