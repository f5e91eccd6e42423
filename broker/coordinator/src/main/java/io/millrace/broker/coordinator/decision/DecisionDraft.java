package io.millrace.broker.coordinator.decision;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.ApiMessage;

/** Collects what one operation wants: none of it holds before the decision is accepted. */
public final class DecisionDraft {
    private final List<CoordinatorRecord> records = new ArrayList<>();
    private final List<Reply> replies = new ArrayList<>();
    private final Map<TimerKey, OptionalLong> timers = new LinkedHashMap<>();

    public void append(CoordinatorRecord record) {
        records.add(record);
    }

    public void reply(Caller caller, ApiMessage response) {
        replies.add(new Reply(caller.requestId(), response));
    }

    public void replyAll(List<Reply> others) {
        replies.addAll(others);
    }

    /** Replaces the deadline that the key has. */
    public void arm(TimerKey key, long deadlineMs) {
        timers.put(key, OptionalLong.of(deadlineMs));
    }

    public void cancel(TimerKey key) {
        timers.put(key, OptionalLong.empty());
    }

    /** None of it shall hold. */
    public void clear() {
        records.clear();
        replies.clear();
        timers.clear();
    }

    public List<CoordinatorRecord> records() {
        return Collections.unmodifiableList(records);
    }

    public List<Reply> replies() {
        return Collections.unmodifiableList(replies);
    }

    /** New deadlines; empty where one is gone. */
    public Map<TimerKey, OptionalLong> timers() {
        return Collections.unmodifiableMap(timers);
    }
}
