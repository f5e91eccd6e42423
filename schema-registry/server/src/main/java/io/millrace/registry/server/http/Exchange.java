package io.millrace.registry.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.QueryParams;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import java.util.List;
import java.util.Map;

/** One request as its handler sees it. */
record Exchange(String context, Map<String, String> path, QueryParams query, RequestBody sent, Judge judge) {
    /** Of somebody who may do everything. */
    Exchange(String context, Map<String, String> path, QueryParams query, String body) {
        this(context, path, query, new RequestBody(HttpData.ofUtf8(body)), Judge.NONE);
    }

    String body() {
        return sent.text();
    }

    String part(String name) {
        return path.get(name);
    }

    /** The subject of the path, in the context of the path. */
    String subject() {
        return inContext(part("subject"));
    }

    /** A subject as a client writes it, in the context of the path unless it names one itself. */
    String inContext(String subject) {
        return SubjectName.parseIn(context, subject).qualified();
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name, "false"));
    }

    String text(String name, String otherwise) {
        return query.get(name, otherwise);
    }

    Visibility visibility() {
        if (flag("deletedOnly")) {
            return Visibility.ONLY_DELETED;
        }
        return flag("deleted") ? Visibility.WITH_DELETED : Visibility.LIVE;
    }

    /** For questions that know no {@code deletedOnly}. */
    Visibility liveOrWithDeleted() {
        return flag("deleted") ? Visibility.WITH_DELETED : Visibility.LIVE;
    }

    /** The wanted part of a list; a limit that makes no sense means no limit. */
    <T> List<T> page(List<T> all, int maxLimit) {
        int offset = Math.max(0, query.getInt("offset", 0));
        int limit = query.getInt("limit", maxLimit);
        int bounded = limit <= 0 || limit > maxLimit ? maxLimit : limit;
        int from = Math.min(offset, all.size());
        return all.subList(from, (int) Math.min(all.size(), (long) from + bounded));
    }

    <T> List<T> page(List<T> all) {
        return page(all, Integer.MAX_VALUE);
    }

    /** The body; ends the request unless it is a JSON object. */
    JsonNode json() {
        return sent.json();
    }
}
