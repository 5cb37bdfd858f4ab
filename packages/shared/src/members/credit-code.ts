// The unified social credit code of an organisation: GB 32100-2015, 18 characters of which the last checks the others.

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const shape = new RegExp(`^[${alphabet}]{2}[0-9]{6}[${alphabet}]{10}$`);

/** The check character of the first 17 (GB 32100-2015, 4.6: weights 3^(i-1) mod 31). */
export const checkCharacter = (first17: string): string => {
  let weight = 1;
  let sum = 0;
  for (const character of first17) {
    sum += alphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return alphabet.charAt((31 - (sum % 31)) % 31);
};

export const isCreditCode = (text: string): boolean =>
  shape.test(text) && checkCharacter(text.slice(0, 17)) === text.charAt(17);
