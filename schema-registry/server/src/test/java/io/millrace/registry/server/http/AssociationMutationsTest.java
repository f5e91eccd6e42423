package io.millrace.registry.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssociationMutationsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> tried = new ArrayList<>();

    /** Does what each request says, in place of a store. */
    private ObjectNode act(JsonNode request, SeveralWrites writes) {
        tried.add(request.asText());
        return switch (request.asText()) {
            case "refused" -> throw new HttpProblemException(RegistryErrorCode.INVALID_ASSOCIATION, "no");
            case "broken" -> throw new StoreException(RegistryErrorCode.STORE_TIMEOUT, "late", null);
            case "elsewhere" -> throw new NotLeaderException("http://127.0.0.1:1");
            default -> writes.next(() -> Answer.object().put("made", true));
        };
    }

    private List<Integer> codes(String... requests) throws JsonProcessingException {
        Answer answer = AssociationMutations.answer(JSON.valueToTree(requests), this::act);
        assertThat(answer.status()).isEqualTo(207);
        List<Integer> codes = new ArrayList<>();
        for (JsonNode each : JSON.readTree(answer.body()).path("results")) {
            assertThat(each.has("result")).isNotEqualTo(each.has("error"));
            codes.add(each.path("error").path("error_code").asInt());
        }
        return codes;
    }

    @Test
    void goesOnAfterWhatIsRefused() throws JsonProcessingException {
        assertThat(codes("refused", "made", "refused", "made")).containsExactly(42212, 0, 42212, 0);
    }

    @Test
    void triesNothingMoreAfterTheStoreFailed() throws JsonProcessingException {
        assertThat(codes("made", "broken", "made", "refused")).containsExactly(0, 50002, 50002, 50002);
        assertThat(tried).containsExactly("made", "broken");
    }

    @Test
    void triesNothingMoreAfterAnotherInstanceLeads() throws JsonProcessingException {
        assertThat(codes("made", "elsewhere", "made")).containsExactly(0, 50004, 50004);
        assertThat(tried).containsExactly("made", "elsewhere");
    }

    /** So that the batch is handed on, or sent again, as a whole. */
    @Test
    void failsAsAWholeAsLongAsNothingIsChanged() {
        assertThatThrownBy(() -> codes("refused", "elsewhere")).isInstanceOf(NotLeaderException.class);
        assertThatThrownBy(() -> codes("refused", "broken")).isInstanceOf(StoreException.class);
    }
}
