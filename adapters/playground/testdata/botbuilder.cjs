// A bot in JavaScript, with npm's botbuilder, that talks with the playground with its authentication on. It reads the settings
// that the playground prints from its environment, and prints the port that it listens on.

const http = require('http');
const {
  CardFactory, CloudAdapter, ConfigurationBotFrameworkAuthentication, MessageFactory, TeamsActivityHandler, TeamsInfo, TurnContext,
} = require('botbuilder');
const { AppCredentials, PasswordServiceClientCredentialFactory } = require('botframework-connector');

// botbuilder gets its tokens with MSAL, which takes no http URL. These credentials get them from the playground.
class PlaygroundCredentials extends AppCredentials {
  constructor(appId, password, loginUrl, scope) {
    super(appId, undefined, scope);
    Object.assign(this, { password, oAuthEndpoint: loginUrl });
  }

  async refreshToken() {
    const answer = await fetch(`${this.oAuthEndpoint}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials', client_id: this.appId, client_secret: this.password, scope: `${this.oAuthScope}/.default`,
      }),
    });
    const token = await answer.json();
    if (!answer.ok) throw new Error(token.error_description);
    return { accessToken: token.access_token, expiresOn: new Date(Date.now() + token.expires_in * 1000) };
  }
}

class PlaygroundCredentialsFactory extends PasswordServiceClientCredentialFactory {
  async createCredentials(appId, audience, loginUrl) {
    return new PlaygroundCredentials(appId, this.password, loginUrl, audience);
  }
}

const { MicrosoftAppId, MicrosoftAppPassword } = process.env;
const credentials = MicrosoftAppId && new PlaygroundCredentialsFactory(MicrosoftAppId, MicrosoftAppPassword);
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(process.env, credentials || undefined));
adapter.onTurnError = async (context, error) => {
  console.error(error);
  await context.sendActivity(`Failed: ${error.message}`);
};

class Bot extends TeamsActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const text = (TurnContext.removeRecipientMention(context.activity) || '').trim();
      const [command, ...rest] = text.split(' ');
      const what = rest.join(' ');
      switch (command) {
        case 'update': {
          const sent = await context.sendActivity('before');
          await context.updateActivity({ ...MessageFactory.text(`after: ${what}`), id: sent.id });
          break;
        }
        case 'delete': {
          const sent = await context.sendActivity('soon gone');
          await context.deleteActivity(sent.id);
          break;
        }
        case 'members': {
          const members = await TeamsInfo.getPagedMembers(context, 100);
          await context.sendActivity(members.members.map((member) => member.name).join(', '));
          break;
        }
        case 'card':
          await context.sendActivity({ attachments: [CardFactory.heroCard(what, undefined, ['one'])] });
          break;
        case 'start': {
          const member = await TeamsInfo.getMember(context, what);
          const parameters = {
            isGroup: false, bot: context.activity.recipient, members: [member], tenantId: context.activity.conversation.tenantId,
            channelData: { tenant: { id: context.activity.conversation.tenantId } },
          };
          await adapter.createConversationAsync(MicrosoftAppId, 'msteams', context.activity.serviceUrl, 'https://api.botframework.com', parameters,
            async (chat) => { await chat.sendActivity(`hello, ${member.name}`); });
          break;
        }
        case 'post': {
          const channel = context.activity.channelData.channel.id;
          const [reference] = await TeamsInfo.sendMessageToTeamsChannel(context, MessageFactory.text(what), channel, MicrosoftAppId);
          await adapter.continueConversationAsync(MicrosoftAppId, reference, async (thread) => { await thread.sendActivity('and more'); });
          break;
        }
        case 'signin': {
          const tokens = context.turnState.get(adapter.UserTokenClientKey);
          const { signInLink } = await tokens.getSignInResource('graph', context.activity, '');
          await context.sendActivity(`sign in at ${new URL(signInLink).pathname}`);
          break;
        }
        default:
          await context.sendActivity(`Echo: ${text}`);
      }
      await next();
    });
  }

  async onInvokeActivity(context) {
    if (context.activity.name === 'some/thing') return { status: 200, body: { got: context.activity.value } };
    return super.onInvokeActivity(context);
  }
}
const bot = new Bot();

// What express and restify do for botbuilder.
const server = http.createServer((req, res) => {
  let text = '';
  req.on('data', (part) => { text += part; });
  req.on('end', async () => {
    req.body = JSON.parse(text);
    res.status = (status) => { res.statusCode = status; return res; };
    res.header = res.setHeader;
    res.send = (body) => {
      res.setHeader('Content-Type', 'application/json');
      res.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    await adapter.process(req, res, (context) => bot.run(context)).catch((error) => {
      console.error(error);
      res.writeHead(500).end();
    });
  });
});
server.listen(0, 'localhost', () => console.log(`listening on ${server.address().port} `));
