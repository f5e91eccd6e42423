package io.millrace.gateway.groups;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.List;

/** Refusals about members of groups. */
final class GroupProblems {
    private static final int UNAVAILABLE = 503;

    private GroupProblems() {}

    static HttpProblemException superseded() {
        return new HttpProblemException(
                409,
                40904,
                "Another request came for this member meanwhile, here or at another gateway. Go on with the token of its"
                        + " answer; this request's token is still good, but the two would take each other's place");
    }

    /** Of these topics the token does not know those that are there. */
    static HttpProblemException otherTopics(List<String> names) {
        return new HttpProblemException(
                404,
                KafkaProblems.TOPIC_NOT_FOUND,
                "Deleted, while another topic has the name now: " + String.join(", ", names)
                        + ". Leave with this token, which"
                        + " acknowledges what is of others, and begin anew, with topics");
    }

    static HttpProblemException stopping() {
        return HttpProblemException.passing(
                UNAVAILABLE, UNAVAILABLE, "This gateway is stopping; ask another one, with the same token");
    }

    static HttpProblemException notJoined() {
        return HttpProblemException.passing(
                UNAVAILABLE,
                50003,
                "The group is sharing out its partitions, which takes too long; try again with the same token");
    }

    static HttpProblemException tooMany(int members) {
        return HttpProblemException.passing(
                429, 42902, "This gateway keeps " + members + " members of groups (max.group.members)");
    }
}
