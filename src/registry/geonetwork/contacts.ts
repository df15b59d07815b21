import type { CatalogueContact } from './catalogue-record.js';
import { codeIn, textIn } from './words.js';
import type { XmlElement } from './xml-element.js';

/** Contacts that stand in these properties: one for each party of `CI_Responsibility`, or for each `CI_ResponsibleParty`. */
export function contactsIn(properties: readonly XmlElement[]): CatalogueContact[] {
  return properties.flatMap((property) => [
    ...property.all('CI_Responsibility').flatMap(ofResponsibility),
    ...property.all('CI_ResponsibleParty').map(ofResponsibleParty),
  ]);
}

/** ISO 19115-3. */
function ofResponsibility(responsibility: XmlElement): CatalogueContact[] {
  const role = codeIn(responsibility.first('role'));
  return responsibility.all('party/*').map((party) => {
    const person = party.name === 'CI_Individual' ? party : party.first('individual/CI_Individual');
    return {
      organisation: party.name === 'CI_Organisation' ? textIn(party.first('name')) : undefined,
      individual: textIn(person?.first('name')),
      email: emailOf(party),
      role,
    };
  });
}

/** ISO 19139. */
function ofResponsibleParty(party: XmlElement): CatalogueContact {
  return {
    organisation: textIn(party.first('organisationName')),
    individual: textIn(party.first('individualName')),
    email: emailOf(party),
    role: codeIn(party.first('role')),
  };
}

function emailOf(party: XmlElement): string | undefined {
  return textIn(party.below('electronicMailAddress')[0]);
}
