package io.millrace.broker.server.api.records;

import io.millrace.broker.server.hosting.AppendOutcome;
import io.millrace.broker.server.request.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.protocol.Errors;

/** Collects the outcomes of all partitions of one produce request, which come from their loops in any order. */
final class ProduceReply {

    private final ProduceResponseData response = new ProduceResponseData();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final boolean wanted;

    /** One more than the unfilled slots until {@link #finish}, so that an early outcome does not end the reply. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final AtomicReference<Errors> lastError = new AtomicReference<>(Errors.NONE);

    ProduceReply(ProduceRequestData request) {
        this.wanted = request.acks() != 0;
    }

    /** The slots of one topic. */
    final class Topic {
        private final TopicProduceResponse topic;

        private Topic(TopicProduceResponse topic) {
            this.topic = topic;
        }

        Consumer<AppendOutcome> slot(int partition) {
            var slot = new PartitionProduceResponse().setIndex(partition);
            topic.partitionResponses().add(slot);
            open.incrementAndGet();
            return outcome -> fill(slot, outcome);
        }
    }

    Topic topic(TopicProduceData asked) {
        var topic = new TopicProduceResponse().setName(asked.name()).setTopicId(asked.topicId());
        response.responses().mustAdd(topic);
        return new Topic(topic);
    }

    CompletableFuture<Answer> finish() {
        filled();
        return answer;
    }

    private void fill(PartitionProduceResponse slot, AppendOutcome outcome) {
        slot.setErrorCode(outcome.error().code())
                .setBaseOffset(outcome.result().baseOffset())
                .setLogAppendTimeMs(outcome.result().logAppendTimeMs())
                .setLogStartOffset(outcome.result().logStartOffset());
        if (outcome.error() != Errors.NONE) {
            slot.setErrorMessage(outcome.message());
            lastError.set(outcome.error());
        }
        filled();
    }

    private void filled() {
        if (open.decrementAndGet() == 0) {
            answer.complete(answer());
        }
    }

    private Answer answer() {
        if (wanted) {
            return new Answer.Message(response);
        }
        return lastError.get() == Errors.NONE
                ? new Answer.Nothing()
                : new Answer.Disconnect("a produce request with acks=0 failed: " + lastError.get());
    }
}
