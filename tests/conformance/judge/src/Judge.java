import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.ElementDefinition;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.UriType;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * Validates each `{"resource": ..., "profiles": [...]}` of a folder with the HL7 validator, offline.
 *
 * Arguments: folder of responses, then the packages (.tgz) in the order in which they are asked. Each finding is
 * one line of JSON on standard output: file, severity, where, says, id. What is exempt is decided by the caller.
 */
public class Judge {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    FhirContext context = FhirContext.forR4();
    Definitions packages = new Definitions(context);
    for (int i = 1; i < args.length; i++) packages.load(Path.of(args[i]));
    packages.standIns();
    List<Path> files;
    try (Stream<Path> found = Files.list(Path.of(args[0]))) {
      files = found.filter(one -> one.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      boolean good = !file.getFileName().toString().startsWith("planted-"); // a spoilt form answers for nothing
      if (good) packages.forms(JSON.readTree(Files.readString(file)).get("resource"));
    }
    IValidationSupport all = new ValidationSupportChain(
        packages,
        new DefaultProfileValidationSupport(context),
        new CommonCodeSystemsTerminologyService(context),
        new InMemoryTerminologyServerValidationSupport(context),
        new SnapshotGeneratingValidationSupport(context),
        unknown(context));
    FhirInstanceValidator module = new FhirInstanceValidator(all);
    module.setAnyExtensionsAllowed(true);
    module.setErrorForUnknownProfiles(false);
    module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    FhirValidator validator = context.newValidator().registerValidatorModule(module);
    for (Path file : files) judge(validator, file);
  }

  private static void judge(FhirValidator validator, Path file) throws Exception {
    JsonNode given = JSON.readTree(Files.readString(file));
    ValidationOptions options = new ValidationOptions();
    given.path("profiles").forEach(profile -> options.addProfile(profile.asText()));
    List<SingleValidationMessage> said;
    try {
      said = validator.validateWithResult(JSON.writeValueAsString(given.get("resource")), options).getMessages();
    } catch (RuntimeException failed) { // what it cannot read at all is as bad as what it reads and refuses
      SingleValidationMessage one = new SingleValidationMessage();
      one.setSeverity(ResultSeverityEnum.FATAL);
      one.setMessage("the validator failed: " + failed);
      said = List.of(one);
    }
    for (SingleValidationMessage one : said) {
      ObjectNode line = JSON.createObjectNode();
      line.put("file", file.getFileName().toString());
      line.put("severity", String.valueOf(one.getSeverity()).toLowerCase());
      line.put("where", one.getLocationString());
      line.put("says", one.getMessage());
      line.put("id", one.getMessageId());
      System.out.println(JSON.writeValueAsString(line));
    }
    ObjectNode done = JSON.createObjectNode();
    System.out.println(JSON.writeValueAsString(done.put("file", file.getFileName().toString()).put("done", true)));
  }

  private static IValidationSupport unknown(FhirContext context) {
    UnknownCodeSystemWarningValidationSupport out = new UnknownCodeSystemWarningValidationSupport(context);
    out.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.WARNING);
    return out;
  }

  /** What the packages define, stand-ins for extensions that no package defines, and the forms that are answered. */
  private static class Definitions extends PrePopulatedValidationSupport {
    private final FhirContext context;
    private final Map<String, IBaseResource> forms = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> wanted = new TreeSet<>();

    Definitions(FhirContext context) {
      super(context);
      this.context = context;
    }

    void load(Path file) throws Exception {
      NpmPackage opened;
      try (var stream = Files.newInputStream(file)) {
        opened = NpmPackage.fromPackage(stream);
      }
      for (String type : List.of("StructureDefinition", "ValueSet", "CodeSystem")) {
        for (String name : opened.listResources(type)) {
          if (name.startsWith("._")) continue; // what a Macintosh leaves in archives
          IBaseResource one;
          try (var stream = opened.loadResource(name)) {
            one = (IBaseResource) context.newJsonParser().parseResource(stream);
          }
          addResource(one);
          if (one instanceof StructureDefinition definition) note(definition);
        }
      }
    }

    private void note(StructureDefinition definition) {
      known.add(definition.getUrl());
      for (ElementDefinition element : definition.getSnapshot().getElement()) {
        for (ElementDefinition.TypeRefComponent type : element.getType()) {
          if (type.getCode().equals("Extension")) {
            type.getProfile().forEach(url -> wanted.add(url.getValue().split("[|]")[0]));
          }
        }
      }
    }

    /** An extension of a package that is not here is told from others by its address, and holds anything. */
    void standIns() {
      for (String url : wanted) {
        if (known.contains(url)) continue;
        StructureDefinition out = new StructureDefinition();
        out.setUrl(url).setName("StandIn").setStatus(Enumerations.PublicationStatus.ACTIVE).setAbstract(false);
        out.setKind(StructureDefinition.StructureDefinitionKind.COMPLEXTYPE).setType("Extension");
        out.setFhirVersion(Enumerations.FHIRVersion._4_0_1);
        out.setBaseDefinition("http://hl7.org/fhir/StructureDefinition/Extension");
        out.setDerivation(StructureDefinition.TypeDerivationRule.CONSTRAINT);
        out.addContext().setType(StructureDefinition.ExtensionContextType.ELEMENT).setExpression("Element");
        out.getDifferential().addElement().setPath("Extension").setId("Extension");
        out.getDifferential().addElement().setPath("Extension.url").setFixed(new UriType(url)).setId("Extension.url");
        addResource(out);
      }
    }

    /** Every Questionnaire with an address, so that responses are held against their forms. */
    void forms(JsonNode resource) {
      if (resource.path("resourceType").asText().equals("Questionnaire") && resource.has("url")) {
        IBaseResource form = context.newJsonParser().parseResource(resource.toString());
        forms.put(resource.get("url").asText(), form);
        forms.put(resource.get("url").asText() + "|" + resource.path("version").asText(), form);
      }
      for (JsonNode one : resource) forms(one);
    }

    @Override
    public <T extends IBaseResource> T fetchResource(Class<T> type, String url) {
      IBaseResource form = forms.get(url);
      return type.isInstance(form) ? type.cast(form) : super.fetchResource(type, url);
    }
  }
}
