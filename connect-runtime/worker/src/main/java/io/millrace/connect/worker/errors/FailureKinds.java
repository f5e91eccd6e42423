package io.millrace.connect.worker.errors;

import io.millrace.connect.plan.restart.FailureKind;
import io.millrace.connect.plugins.UnknownPluginException;
import io.millrace.connect.worker.budget.BudgetExceededException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;

/**
 * Tells what kind of failure ended a connector or a task, by the classes of the error and of all its causes: plugins
 * and the runtime wrap freely, so that the outermost class says little.
 */
public final class FailureKinds {

    private static final int CAUSES_MAX = 30;

    private static final Set<String> PARSE_ERRORS = Set.of(
            "com.fasterxml.jackson.core.JsonProcessingException",
            "com.google.gson.stream.MalformedJsonException",
            "com.google.protobuf.InvalidProtocolBufferException");

    /** The first that fits anywhere in the chain counts: what may pass says more than what it was mistaken for. */
    private static final List<Rule> RULES = List.of(
            new Rule(FailureKind.HUNG, PluginHungException.class),
            new Rule(FailureKind.RESOURCES, VirtualMachineError.class),
            new Rule(FailureKind.RESOURCES, BudgetExceededException.class),
            new Rule(FailureKind.PLUGIN, LinkageError.class),
            new Rule(FailureKind.PLUGIN, ClassNotFoundException.class),
            new Rule(FailureKind.FENCED, ProducerFencedException.class),
            new Rule(FailureKind.FENCED, InvalidProducerEpochException.class),
            new Rule(FailureKind.FENCED, FencedInstanceIdException.class),
            new Rule(FailureKind.FENCED, CommitFailedException.class),
            new Rule(FailureKind.RETRIABLE, RetriableException.class),
            new Rule(FailureKind.RETRIABLE, org.apache.kafka.common.errors.RetriableException.class),
            new Rule(FailureKind.DATA, FailureKinds::isAboutText),
            new Rule(FailureKind.RETRIABLE, IOException.class),
            new Rule(FailureKind.RETRIABLE, TimeoutException.class),
            new Rule(FailureKind.RETRIABLE, SQLTransientException.class),
            new Rule(FailureKind.RETRIABLE, SQLRecoverableException.class),
            new Rule(FailureKind.CONFIGURATION, UnknownPluginException.class),
            new Rule(FailureKind.DATA, DataException.class),
            new Rule(FailureKind.DATA, SerializationException.class),
            new Rule(FailureKind.DATA, RecordTooLargeException.class),
            new Rule(FailureKind.CONFIGURATION, ConfigException.class),
            new Rule(FailureKind.PROGRAMMING, NullPointerException.class),
            new Rule(FailureKind.PROGRAMMING, ClassCastException.class),
            new Rule(FailureKind.PROGRAMMING, IndexOutOfBoundsException.class),
            new Rule(FailureKind.PROGRAMMING, UnsupportedOperationException.class),
            new Rule(FailureKind.PROGRAMMING, AssertionError.class));

    private FailureKinds() {}

    private record Rule(FailureKind kind, Predicate<Throwable> fits) {
        Rule(FailureKind kind, Class<? extends Throwable> type) {
            this(kind, type::isInstance);
        }
    }

    /** Some of what is an IOException by its class is no matter of input and output: the same bytes fail again. */
    private static boolean isAboutText(Throwable error) {
        if (error.getCause() instanceof IOException cause && !isAboutText(cause)) {
            return false;
        }
        if (error instanceof CharacterCodingException || error instanceof UTFDataFormatException) {
            return true;
        }
        // By its name, since each plugin may bring a Jackson of its own.
        for (Class<?> type = error.getClass(); type != null; type = type.getSuperclass()) {
            if (PARSE_ERRORS.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    /** The kind of a failure; {@link FailureKind#UNKNOWN} when no class in it says more. */
    public static FailureKind of(Throwable error) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable one = error; one != null && chain.size() < CAUSES_MAX; one = one.getCause()) {
            chain.add(one);
        }
        return RULES.stream()
                .filter(rule -> chain.stream().anyMatch(rule.fits()))
                .map(Rule::kind)
                .findFirst()
                .orElse(FailureKind.UNKNOWN);
    }
}
