package io.millrace.broker.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorLoadInProgressException;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.InitProducerIdRequestData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.ApiMessage;

/** Asks shards as handlers do, and waits for what they do by themselves. */
final class ShardCalls {

    static final ShardHost.Client CLIENT = new ShardHost.Client((short) 3, "client", "/127.0.0.1");

    private ShardCalls() {}

    /** Begins a transaction that has one partition. */
    static InitProducerIdResponseData begin(
            ShardHost<TransactionShard> shard, String transactionalId, int timeoutMs, TopicPartition partition) {
        var init = new InitProducerIdRequestData()
                .setTransactionalId(transactionalId)
                .setTransactionTimeoutMs(timeoutMs);
        var producer = (InitProducerIdResponseData)
                ask(shard, (transactions, caller, nowMs) -> transactions.initProducer(caller, init, nowMs));
        var add = new AddPartitions.Request(
                transactionalId, producer.producerId(), producer.producerEpoch(), List.of(partition), (short) 2);
        ask(shard, (transactions, caller, nowMs) -> transactions.addPartitions(caller, add, nowMs));
        assertThat(state(shard, transactionalId)).isEqualTo("Ongoing");
        return producer;
    }

    /** Commits it; the markers are on their way when this returns. */
    static void commit(ShardHost<TransactionShard> shard, String transactionalId, InitProducerIdResponseData producer) {
        var end = new EndTxnRequestData()
                .setTransactionalId(transactionalId)
                .setProducerId(producer.producerId())
                .setProducerEpoch(producer.producerEpoch())
                .setCommitted(true);
        ask(shard, (transactions, caller, nowMs) -> transactions.end(caller, end, nowMs));
    }

    static String state(ShardHost<TransactionShard> shard, String transactionalId) {
        return shard.read(transactions -> transactions.describe(transactionalId).transactionState())
                .join();
    }

    /** As soon as the shard is loaded. */
    static <S extends CoordinatorShard> ApiMessage ask(ShardHost<S> shard, ShardHost.Operation<S> operation) {
        while (true) {
            try {
                return shard.decide(CLIENT, operation).join();
            } catch (CompletionException e) {
                assertThat(e.getCause()).isInstanceOf(CoordinatorLoadInProgressException.class);
                pause();
            }
        }
    }

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(5);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
