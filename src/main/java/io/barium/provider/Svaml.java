package io.barium.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barium.config.SourceOptions.Answering;

/** What a caller gets to hear, in Sinch's call-control languages. */
final class Svaml {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS = 60;

    private Svaml() {}

    /** The answer to an incoming call of the Voice API: instructions and one action. */
    static String first(Answering answering) {
        ObjectNode out = JSON.createObjectNode();
        ArrayNode instructions = out.putArray("instructions");
        ObjectNode action = out.putObject("action");
        switch (answering.mode()) {
            case DECLINE -> action.put("name", "hangup");
            case RING -> park(action);
            case SILENCE -> {
                instructions.addObject().put("name", "answer");
                park(action);
            }
            case RECORD -> {
                instructions.addObject().put("name", "answer");
                instructions
                        .addObject()
                        .put("name", "say")
                        .put("text", answering.prompt())
                        .put("locale", "en-US");
                park(action);
            }
        }
        return out.toString();
    }

    private static void park(ObjectNode action) {
        action.put("name", "park").put("maxDuration", SECONDS);
    }

    /** The answer to an incoming call of Voice 2.0: commands in order. */
    static String second(Answering answering) {
        ObjectNode out = JSON.createObjectNode();
        ArrayNode commands = out.putArray("commands");
        switch (answering.mode()) {
            case DECLINE -> {}
            case RING -> pause(commands);
            case SILENCE -> {
                commands.addObject().put("command", "answer");
                pause(commands);
            }
            case RECORD -> {
                commands.addObject().put("command", "answer");
                ObjectNode message = commands.addObject()
                        .put("command", "messages")
                        .putArray("messages")
                        .addObject()
                        .put("type", "SAY");
                message.putObject("say").put("text", answering.prompt()).put("voiceName", "Emma");
                pause(commands);
            }
        }
        commands.addObject().put("command", "hangup");
        return out.toString();
    }

    private static void pause(ArrayNode commands) {
        commands.addObject().put("command", "pause").put("durationMilliseconds", SECONDS * 1000);
    }
}
