package dev.seisei.text.tokenizer;

import dev.seisei.core.checkpoint.Json;
import dev.seisei.core.checkpoint.Reading;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens begin, end and hide. A {@code tokenizer.json} does not say; Hugging Face keeps it in
 * files beside, of which the first that knows is believed.
 *
 * @param ends empty if no token ends a text
 */
record SpecialTokens(OptionalInt bos, Set<Integer> ends, OptionalInt mask) {
  static final String CONFIG = "tokenizer_config.json";

  private static final String BOS = "bos_token";
  private static final String EOS = "eos_token";
  private static final String MASK = "mask_token";

  /** Further tokens that end a text; for these Hugging Face has a place only among ids. */
  private static final String MORE_EOS = "eos_tokens";

  private static final String BOS_ID = "bos_token_id";
  private static final String EOS_ID = "eos_token_id";

  private static final List<String> SPELLED = List.of(CONFIG, "special_tokens_map.json");
  private static final List<String> NUMBERED = List.of("generation_config.json", "config.json");
  private static final int MAX_BYTES = 16 << 20;

  private static final List<String> USUAL_BOS = List.of("<s>", "<bos>", "<|begin_of_text|>");
  private static final List<String> USUAL_EOS =
      List.of("</s>", "<eos>", "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>", "<|im_end|>");
  private static final List<String> USUAL_MASK = List.of("[MASK]", "<mask>");

  SpecialTokens {
    ends = Set.copyOf(ends);
  }

  /**
   * Reads the files of a folder.
   *
   * @throws IllegalArgumentException if one of them is no JSON object, naming it
   */
  static SpecialTokens find(Path folder, PieceTable pieces) {
    Found found = new Found(pieces);
    for (String name : SPELLED) {
      found.spelled(file(folder, name));
    }
    Set<Integer> spelledEnds = new TreeSet<>(found.ends);
    for (String name : NUMBERED) {
      found.numbered(file(folder, name), spelledEnds);
    }
    found.usual();
    return new SpecialTokens(found.bos, found.ends, found.mask);
  }

  private static Map<String, Object> file(Path folder, String name) {
    Path file = folder.resolve(name);
    return Reading.ifThere(file, MAX_BYTES).map(bytes -> Json.parse(file, bytes)).orElse(Map.of());
  }

  /** The tokens of a vocabulary that is not read from a folder. */
  static SpecialTokens of(OptionalInt bos, Collection<Integer> ends, OptionalInt mask) {
    return new SpecialTokens(bos, new LinkedHashSet<>(ends), mask);
  }

  /** What {@link #find} reads them from, added to what is there already. */
  Map<String, Object> config(PieceTable pieces, Map<String, Object> there) {
    Map<String, Object> config = new LinkedHashMap<>(there);
    bos.ifPresent(id -> config.put(BOS, pieces.piece(id)));
    List<String> spelled = ends.stream().sorted().map(pieces::piece).toList();
    if (!spelled.isEmpty()) {
      // The one that was first stays first.
      config.putIfAbsent(EOS, spelled.get(0));
    }
    if (spelled.size() > 1) {
      config.put(MORE_EOS, spelled);
    }
    mask.ifPresent(id -> config.put(MASK, pieces.piece(id)));
    return config;
  }

  private static final class Found {
    private final PieceTable pieces;
    private OptionalInt bos = OptionalInt.empty();
    private OptionalInt mask = OptionalInt.empty();
    private final Set<Integer> ends = new TreeSet<>();

    Found(PieceTable pieces) {
      this.pieces = pieces;
    }

    /** A file that has spellings, or objects that have them as their content. */
    void spelled(Map<String, Object> file) {
      bos = bos.isPresent() ? bos : id(file.get(BOS));
      mask = mask.isPresent() ? mask : id(file.get(MASK));
      if (ends.isEmpty()) {
        id(file.get(EOS)).ifPresent(ends::add);
        if (file.get(MORE_EOS) instanceof List<?> more) {
          more.forEach(each -> id(each).ifPresent(ends::add));
        }
      }
    }

    private OptionalInt id(@Nullable Object token) {
      Object spelling = token instanceof Map<?, ?> map ? map.get("content") : token;
      return spelling instanceof String text ? pieces.id(text) : OptionalInt.empty();
    }

    /** A file that has ids; models that end in several ways list them there only. */
    void numbered(Map<String, Object> file, Set<Integer> spelledEnds) {
      if (bos.isEmpty() && file.get(BOS_ID) instanceof Integer id && pieces.has(id)) {
        bos = OptionalInt.of(id);
      }
      if (!ends.equals(spelledEnds)) {
        return;
      }
      Object given = file.get(EOS_ID);
      List<?> ids =
          given instanceof List<?> list ? list : given == null ? List.of() : List.of(given);
      for (Object each : ids) {
        if (each instanceof Integer id && pieces.has(id)) {
          ends.add(id);
        }
      }
    }

    /** No file knows: spellings that special tokens of these kinds have nearly everywhere. */
    void usual() {
      bos = bos.isPresent() ? bos : usual(USUAL_BOS);
      mask = mask.isPresent() ? mask : usual(USUAL_MASK);
      if (ends.isEmpty()) {
        usual(USUAL_EOS).ifPresent(ends::add);
      }
    }

    private OptionalInt usual(List<String> spellings) {
      for (String spelling : spellings) {
        OptionalInt id = pieces.id(spelling);
        if (id.isPresent() && pieces.isSpecial(id.getAsInt())) {
          return id;
        }
      }
      return OptionalInt.empty();
    }
  }
}
