package io.millrace.gateway.groups;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.AnswerBytes;
import io.millrace.gateway.consume.ReadQuery;
import io.millrace.gateway.groups.GroupRead.Bounds;
import io.millrace.gateway.groups.GroupRead.Found;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.records.RecordWriter;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * {@code /groups/{group}}: the partitions of topics are shared among the members of a group, and a token acknowledges what was
 * handed out and gets what comes next, from any gateway.
 */
public final class GroupHandlers {
    private static final Set<String> PARAMETERS =
            Set.of("max_wait_ms", "max_bytes", "max_records", "format", "key_format", "value_format");
    private static final Bounds LEAVES = new Bounds(0, 0, 0, true);

    private final GroupMembers members;
    private final Topics topics;
    private final RecordDecoder decoder;
    private final AnswerBudget answers;
    private final Rights rights;
    private final IsolationLevel isolation;

    /** {@code isolation} is that of members who do not say another. */
    public GroupHandlers(
            GroupMembers members,
            Topics topics,
            RecordDecoder decoder,
            AnswerBudget answers,
            Rights rights,
            IsolationLevel isolation) {
        this.members = members;
        this.topics = topics;
        this.decoder = decoder;
        this.answers = answers;
        this.rights = rights;
        this.isolation = isolation;
    }

    /** {@code POST /groups/{group}/records}. */
    public CompletionStage<Reply> records(Exchange exchange) {
        exchange.requireOnly(PARAMETERS);
        RecordWriter writer = ReadQuery.writer(exchange, decoder);
        int answerBytes = members.limits().answerBytes();
        Bounds bounds = new Bounds(
                (int) exchange.number("max_records", ReadQuery.RECORDS, 1, ReadQuery.RECORDS_MAX),
                (int) exchange.number("max_bytes", Math.min(ReadQuery.BYTES, answerBytes), 1, answerBytes),
                exchange.number("max_wait_ms", 0, 0, ReadQuery.WAIT_MAX_MS),
                false);
        ResumeToken token = GroupRequest.of(exchange.body(), exchange.part("group"), isolation);
        AnswerBytes answer = answers.open(exchange.context().log().whenComplete());
        return read(exchange, token, bounds, answer)
                .thenApplyAsync(
                        found -> reply(found, answer, writer),
                        exchange.context().blockingTaskExecutor());
    }

    /** {@code POST /groups/{group}/leave}: acknowledges, and frees the partitions for others at once. */
    public CompletionStage<Reply> leave(Exchange exchange) {
        exchange.requireOnly(Set.of());
        ResumeToken token = GroupRequest.resumed(exchange.body(), exchange.part("group"));
        AnswerBytes nothing = answers.open(exchange.context().log().whenComplete());
        return read(exchange, token, LEAVES, nothing).thenApply(found -> Reply.empty(204));
    }

    private CompletionStage<Found> read(Exchange exchange, ResumeToken token, Bounds bounds, AnswerBytes answer) {
        List<String> names = token.membership().topics();
        names.forEach(each -> rights.require(exchange.context(), AclOperation.READ, ResourceType.TOPIC, each));
        return topics.topicIds(names)
                .thenCompose(ids -> sameTopics(token, ids, bounds))
                .thenCompose(same -> GroupRead.start(
                        new GroupRead.Means(members, members.threads(), answer),
                        same,
                        bounds,
                        exchange.context().whenRequestCancelled()));
    }

    /** Who reads on must know that his topic is another one now; who leaves does not read it. */
    private CompletionStage<ResumeToken> sameTopics(ResumeToken token, List<Uuid> ids, Bounds bounds) {
        List<String> others = token.others(ids);
        if (others.isEmpty()) {
            return CompletableFuture.completedFuture(token.of(ids));
        }
        if (!bounds.leaves()) {
            throw GroupProblems.otherTopics(others);
        }
        return members.member(token.membership()).forget().thenApply(done -> token.of(ids));
    }

    private Reply reply(Found found, AnswerBytes answer, RecordWriter writer) {
        if (found.records().isEmpty() && answer.isRefused()) {
            throw answers.noRoom();
        }
        ObjectNode document = Json.object();
        ArrayNode records = document.putArray("records");
        found.records().forEach(each -> records.add(writer.document(each)));
        return Reply.ok(document.put("resume", found.token().text()));
    }
}
