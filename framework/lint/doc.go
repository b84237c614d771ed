// Package lint finds what is wrong with an activity by the requirements of the activity protocol: [Check] and [CheckJSON]
// for one activity, [Conversation] for what only several show, [CheckTranscript] for a file of them. Each [Finding] names
// the requirement's number, such as A2080, and the member. [Middleware] checks what a bot receives and sends.
//
// [Requirements], and REQUIREMENTS.md in this folder, say for every number of the specification what holds it: a finding
// of this package, the framework itself, by a test, or, if nothing can, why.
//
// A member that is null is absent. What cards say is not checked but for their buttons: cards have a specification of
// their own.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
package lint
