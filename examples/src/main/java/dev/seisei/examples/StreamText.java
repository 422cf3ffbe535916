package dev.seisei.examples;

import dev.seisei.core.model.GenerationListener;
import dev.seisei.core.model.Model;
import java.util.Map;

/**
 * Opens a model of text, writes a story word by word as it comes, and closes it.
 *
 * <p>Takes the name or the folder of a model, such as {@code stories15m} after {@code seisei pull
 * stories15m}.
 */
public final class StreamText {
  private StreamText() {}

  public static void main(String[] args) {
    Map<String, ?> settings = Map.of("prompt", "Once upon a time", "max_tokens", 120, "seed", 7);
    try (Model model = Model.open(args.length > 0 ? args[0] : "stories15m")) {
      model.generate(
          model.request(settings),
          new GenerationListener() {
            @Override
            public void piece(int index, String text) {
              System.out.print(text);
            }
          });
    }
    System.out.println();
  }
}
