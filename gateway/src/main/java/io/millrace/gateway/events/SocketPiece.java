package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import io.millrace.gateway.http.Json;
import java.util.ArrayList;
import java.util.List;

/** Some frames of a WebSocket: each record is a message. One thread at a time. */
final class SocketPiece implements EventOutput.Piece {
    private final List<WebSocketFrame> frames = new ArrayList<>();

    @Override
    public void record(String id, JsonNode document) {
        ObjectNode message = Json.object().put("id", id);
        message.set("record", document);
        add(message);
    }

    @Override
    public void position(String id) {
        add(Json.object().put("id", id));
    }

    @Override
    public void beat() {
        frames.add(WebSocketFrame.ofPing());
    }

    private void add(JsonNode message) {
        frames.add(WebSocketFrame.ofText(Json.write(message)));
    }

    List<WebSocketFrame> frames() {
        return frames;
    }
}
