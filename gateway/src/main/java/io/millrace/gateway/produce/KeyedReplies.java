package io.millrace.gateway.produce;

import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.once.Answer;

/** Answers to requests with keys, as replies. */
final class KeyedReplies {
    private KeyedReplies() {}

    /** Of an answer that is a JSON document. */
    static Reply of(Answer answer) {
        Reply reply = Reply.ok(Json.read(answer.body(), "The answer"));
        return answer.replayed() ? reply.with(Answer.REPLAYED, "true") : reply;
    }
}
