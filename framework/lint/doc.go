// Package lint finds what is wrong with an activity by the requirements of the activity protocol: [Check] and [CheckJSON]
// for one activity, [Conversation] for what only several show, [CheckTranscript] for a file of them. Each [Finding] names
// the requirement's number, such as A2080, and the member, such as conversation.id; it quotes nothing that was written.
//
// In production [Middleware] checks what a bot receives and sends. In a bot's tests the fake adapter does, and a finding fails
// the test.
//
// A requirement is asked of whom it binds: what binds channels alone, of what is [Inbound], and what binds bots alone, of
// what is [Outbound]. Outbound is the form on the wire, for which the framework itself takes away what a bot does not
// send: see [Wire]. Where the specification leaves room, these are the choices:
//
//   - A member that is null is absent.
//   - Values that Microsoft's SDKs and channels use besides the specification's count as defined: acceptingInput for accepting,
//     deliveryMode stream and ephemeral, in Teams importance urgent and extendedmarkdown, entities such as ProductInfo.
//   - Of cards only the buttons are checked: cards have a specification of their own.
//   - Characters are counted as UTF-16 does, which is what C# and JavaScript count.
//   - What receivers do with a message that is wrong (they ignore it, or take it as the default) is said by the finding of
//     what is wrong, by its number, and is no finding of its own.
//   - What Teams itself is known to break is no finding in what it sends: [Requirement.Teams] names it.
//
// [Requirements], and REQUIREMENTS.md in this folder, say for every number of the specification what holds it: a finding
// of this package, the framework itself, by a test, or, if nothing can, why.
//
// To add a rule: its function in the file of its idea (rules_*.go), its row in the table there, and a test in the list of
// the same name that breaks it and one that holds it. Tests want the table of requirements to be written anew.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
package lint
